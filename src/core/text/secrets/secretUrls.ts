import { MASK } from './mask';
import { looksRandom } from './secretNames';

/**
 * Addresses that are themselves the secret: anybody who has one can post there. What follows the part shown is masked.
 */
const WEBHOOK =
  /(hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/\d{1,25}\/|\.webhook\.office\.com\/webhookb2\/|api\.telegram\.org\/bot|hooks\.zapier\.com\/hooks\/catch\/)[^\s"'?#]{8,400}/gi;

/** A user's name that is a token: `https://TOKEN@host`. */
const isToken = (user: string): boolean =>
  looksRandom(user) || (user.length >= 20 && /\d/.test(user) && /^[\w.~-]+$/.test(user));

/** What stands before the last `@` of an authority, masked. */
function maskUser(user: string): string {
  const colon = user.search(/[:@]/);
  if (colon < 0 || user[colon] === '@') return isToken(user) ? MASK : user;
  const name = user.slice(0, colon);
  const secret = user.slice(colon + 1);
  return `${isToken(name) ? MASK : name}:${secret === '' ? '' : MASK}`;
}

/**
 * `scheme://user:password@host`: keeps the user, but for one that is a token. A password with a `/` in it is no URL's, and
 * is masked all the same.
 */
export function maskUrls(word: string): string {
  const lastSign = word.lastIndexOf('@');
  const separator = /[/?#\s]/g;
  let masked = '';
  let from = 0;
  for (
    let at = word.indexOf('://');
    at >= 0 && at < lastSign;
    at = word.indexOf('://', Math.max(at + 1, from))
  ) {
    const start = at + 3;
    separator.lastIndex = start;
    const authority = word.slice(start, separator.exec(word)?.index ?? word.length);
    const sign = authority.lastIndexOf('@');
    if (sign < 0) {
      const colon = authority.search(/[:@]/);
      const isPort = colon < 0 || /^\d*$/.test(authority.slice(colon + 1));
      if (isPort) continue;
      masked += `${word.slice(from, start + colon + 1)}${MASK}`;
      from = lastSign;
      continue;
    }
    masked += word.slice(from, start) + maskUser(authority.slice(0, sign));
    from = start + sign;
  }
  return (masked + word.slice(from)).replace(WEBHOOK, `$1${MASK}`);
}
