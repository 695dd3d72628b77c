import { oneLine } from '../text/oneLine';
import type { Translate } from '../text/translate';

/** The host of a URL or of `host:port`, where it is a name with a dot or a scheme. */
const ELSEWHERE =
  /^(?:[a-z][a-z\d+.-]{0,30}:\/\/(?:[^/?#@\s]{0,200}@)?([\w.-]{1,253})|([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?=:\d))/i;
const WORD = /^[\p{L}\p{N}@][\p{L}\p{N}@._+-]{0,63}$/u;

/** Why a text that `parseQuery` refused cannot be asked, and what can be instead; a whole sentence. */
export function notAsked(typed: string, t: Translate): string {
  const text = typed.slice(0, 2048).trim();
  const shown = oneLine(text, 60);
  const [, ofUrl, ofPair] = ELSEWHERE.exec(text) ?? [];
  const host = ofUrl ?? ofPair;
  if (host !== undefined && /[a-z]/i.test(host) && !/(?:^|\.)localhost\.?$/i.test(host)) {
    return t('“{0}” is not known as this machine; only its own ports can be asked for.', oneLine(host, 60));
  }
  if (/^:?\d+$/.test(text)) return t('{0} is no port: ports are 1 to 65535.', shown);
  if (WORD.test(text)) {
    return t('“{0}” is no port, address or socket; a process is found with the filter process:NAME.', shown);
  }
  return t(
    '“{0}” is no port, address or socket; write it like 3000, [::1]:3000, 5353/udp, pid:81243 or /run/x.sock.',
    shown,
  );
}
