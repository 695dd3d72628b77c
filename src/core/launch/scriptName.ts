import { baseName } from '../text/paths';

/** A short name for a script: its path unchanged where that is relative, the last name of an absolute path. */
export function scriptName(path: string): string {
  const plain = path.replace(/^(\.[/\\])+(?=.)/, '');
  return /^([/\\~]|\.\.|[A-Za-z]:|file:)/.test(plain) || plain.length > 40
    ? (ownBin(plain) ?? baseName(plain))
    : plain;
}

/** Names that projects give the programs in their own `bin`, and that no installed program has. */
const OWN =
  /[/\\]bin[/\\]((?:api|app|cli|console|daemon|dev|index|main|run|serve|server|start|web|worker|www)(?:\.[cm]?[jt]s|\.rb|\.py|\.php)?)$/;

/** `bin/www` of `/home/me/shop/bin/www`. */
const ownBin = (path: string): string | undefined => {
  const name = OWN.exec(path.slice(-80))?.[1];
  return name === undefined ? undefined : `bin/${name}`;
};

/** A relative `bin/x` is the project's own; of these programs it holds no more than a starter (a binstub). */
const STARTED_FROM_BIN = new Set(
  'rails rake puma unicorn thin sidekiq jekyll spring rspec rackup bundle hanami vite webpack-dev-server'.split(
    ' ',
  ),
);

/**
 * An installed program's script: `/usr/bin/flask`, `.venv/bin/uvicorn`, `C:\venv\Scripts\flask-script.py`. Not what lies
 * in a project's own `bin`: `./bin/www`.
 */
export function installedProgram(script: string): string | undefined {
  const own = /^(?:\.[/\\])*(?:bin|script)[/\\]([\w.-]{1,64})$/.exec(script)?.[1];
  if (own !== undefined) return STARTED_FROM_BIN.has(own) ? own : undefined;
  if (OWN.test(script.slice(-80))) return undefined;
  return (
    /[/\\]s?bin[/\\]([\w.-]{1,64}?)(\.[cm]?js)?$/.exec(script.slice(-80))?.[1] ??
    /[/\\](?:shims|\.bin)[/\\]([\w.-]{1,64})$/.exec(script.slice(-80))?.[1] ??
    /\\Scripts\\([\w.-]{1,64}?)(-script\.py|\.exe)?$/.exec(script.slice(-80))?.[1]
  );
}
