import { baseName } from '../text/paths';
import type { LaunchRule } from './launchRule';
import { scriptName } from './scriptName';

const after = (args: readonly string[], option: string): string | undefined => {
  const at = args.indexOf(option);
  return at < 0 ? undefined : args[at + 1];
};

/** A release lies below its root: `-root /opt/shop -boot /opt/shop/releases/0.1.0/start`. */
function release(args: readonly string[]): string | undefined {
  const boot = after(args, '-boot') ?? '';
  const root = /^(.{1,400}?)[/\\]releases[/\\]/.exec(boot)?.[1] ?? '';
  return baseName(root) || undefined;
}

/** Erlang's virtual machine, which runs Elixir, RabbitMQ and others. */
export const erlang: LaunchRule = ({ args }) => {
  for (const program of ['mix', 'rebar3']) {
    const at = args.findIndex((arg) => baseName(arg) === program);
    if (at >= 0) return `${program} ${args[at + 1] ?? ''}`.trim();
  }
  if (args.some((arg) => /^rabbit(@|$)/.test(arg))) return 'rabbitmq';
  if (args.includes('ejabberd')) return 'ejabberd';
  const released = release(args);
  if (released !== undefined) return released;
  if (!args.includes('elixir')) return undefined;
  const script = args.slice(args.indexOf('-extra') + 1).find((arg) => /\.exs?$/.test(arg));
  if (script !== undefined) return `elixir ${scriptName(script)}`;
  return args.some((arg) => /^(?:start_iex|\+iex)$/.test(arg)) ? 'iex' : undefined;
};
