import { parseArgs } from 'node:util';
import type { Scope } from '../core/snapshot/reading';
import { type Protocol, PROTOCOLS } from '../core/socket/socket';
import { oneLine } from '../core/text/oneLine';

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | {
      readonly name: 'ls';
      readonly scope: Scope;
      /** Protocols to list; `undefined` lists all of them. */
      readonly protocols: readonly Protocol[] | undefined;
      /** Text for `parseFilter`; an empty text filters nothing out. */
      readonly filter: string;
      readonly json: boolean;
    }
  | { readonly name: 'who'; readonly query: string; readonly json: boolean }
  | { readonly name: 'watch'; readonly json: boolean }
  | {
      readonly name: 'stop';
      readonly query: string;
      readonly force: boolean;
      readonly yes: boolean;
      readonly json: boolean;
    };

/** The command line makes no sense; the message is a sentence for people. */
export class UsageError extends Error {}

const OPTIONS = {
  all: { type: 'boolean', short: 'a' },
  protocol: { type: 'string', short: 'p', multiple: true },
  json: { type: 'boolean' },
  force: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ls: ['all', 'protocol', 'json'],
  who: ['json'],
  watch: ['json'],
  stop: ['force', 'yes', 'json'],
};

/** @throws UsageError */
export function parseCommand(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  if (values.help) return { name: 'help' };
  if (values.version) return { name: 'version' };
  const [name, ...rest] = positionals;
  if (name === undefined) throw new UsageError('Say what to do: ls, who, watch or stop.');
  const allowed = Object.hasOwn(ALLOWED, name) ? ALLOWED[name] : undefined;
  if (!allowed)
    throw new UsageError(`There is no command “${oneLine(name)}”: there are ls, who, watch and stop.`);
  const foreign = Object.keys(values).find((option) => !allowed.includes(option));
  if (foreign !== undefined) throw new UsageError(`The command ${name} has no option --${foreign}.`);

  const { json = false, force = false, yes = false } = values;
  switch (name) {
    case 'who':
      return { name, query: onlyQuery(name, rest), json };
    case 'stop':
      return { name, query: onlyQuery(name, rest), force, yes, json };
    case 'watch':
      if (rest[0] !== undefined) throw new UsageError(`The command ${name} takes no “${oneLine(rest[0])}”.`);
      return { name, json };
    default:
      return {
        name: 'ls',
        scope: values.all ? 'all' : 'listeners',
        protocols: protocolsOf(values.protocol),
        filter: filterOf(rest),
        json,
      };
  }
}

// Returns what parseArgs makes of OPTIONS.
function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // `Unknown option '--x'. To specify a positional argument starting with a '-', …`: the first sentence is enough.
    throw new UsageError(`${oneLine(error.message.split('. ')[0] ?? '').replace(/\.$/, '')}.`);
  }
}

function onlyQuery(name: string, rest: readonly string[]): string {
  const [query, ...more] = rest;
  if (query === undefined) throw new UsageError(`Say what to look for: portolan ${name} 3000.`);
  if (more.length > 0) throw new UsageError(`The command ${name} takes one query, not ${rest.length}.`);
  return query;
}

/** An empty one is mostly a variable that was not set, and not meant to list everything. */
function filterOf(rest: readonly string[]): string {
  const filter = rest.join(' ');
  if (rest.length > 0 && filter.trim() === '') throw new UsageError('The filter is empty.');
  return filter;
}

function protocolsOf(values: readonly string[] | undefined): Protocol[] | undefined {
  return values
    ?.flatMap((value) => value.split(','))
    .map((value) => {
      const protocol = PROTOCOLS.find((known) => known === value);
      if (protocol) return protocol;
      throw new UsageError(`There is no protocol “${oneLine(value)}”: there are ${PROTOCOLS.join(', ')}.`);
    });
}
