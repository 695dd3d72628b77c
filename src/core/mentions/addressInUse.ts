import type { BindAddress } from './inUse/bindAddress';
import { bindAddresses } from './inUse/bindAddresses';
import { addressesInUse } from './inUse/claims';
import { MAY_SAY, NEVER } from './inUse/inUseWords';
import { oddAddresses } from './inUse/oddSentences';
import { plainText } from './inUse/plainText';

export interface AddressInUse {
  /** Offset in the line at which the port, or the address with its port, begins. */
  readonly start: number;
  readonly length: number;
  /** What `plainQuery` takes. */
  readonly query: string;
}

/** Lines of programs that say so are short; what is longer is data. */
const LONGEST = 2000;

/**
 * The addresses that a line says are in use, left to right. Exactly what it names: never a part of a longer number, nor a
 * port that is tried instead. Nothing where the bind failed for another reason, such as a missing right.
 */
export function findAddressInUse(line: string): AddressInUse[] {
  if (line.length > LONGEST) return [];
  const { text, at } = plainText(line);
  if (!MAY_SAY.test(text) || NEVER.test(text)) return [];
  const odd = oddAddresses(text);
  const found: readonly BindAddress[] = odd.length > 0 ? odd : addressesInUse(text, bindAddresses(text));
  return found.map(({ start, end, query }) => ({
    start: at(start),
    length: at(end - 1) + 1 - at(start),
    query,
  }));
}
