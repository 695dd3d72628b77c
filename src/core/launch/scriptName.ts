import { baseName } from '../text/paths';

/** As typed where that is short; an absolute path's last name. */
export function scriptName(path: string): string {
  const plain = path.replace(/^(\.[/\\])+/, '');
  return /^([/\\~]|\.\.|[A-Za-z]:|file:)/.test(plain) || plain.length > 40 ? baseName(plain) : plain;
}

/** An installed program's script: `/usr/bin/flask`, `.venv/bin/uvicorn`, `C:\venv\Scripts\flask-script.py`. */
export const installedProgram = (script: string): string | undefined =>
  /[/\\]s?bin[/\\]([\w.-]{1,64}?)(\.[cm]?js)?$/.exec(script.slice(-80))?.[1] ??
  /\\Scripts\\([\w.-]{1,64}?)(-script\.py|\.exe)?$/.exec(script.slice(-80))?.[1];
