import { ipv6Text } from '../../core/socket/addresses';

/** `0x7f000001` in network order (first byte highest) -> `127.0.0.1`. */
export const ipv4Text = (word: number): string =>
  `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;

/** Four words in network order -> the text of inet_ntop(3). */
export const ipv6WordsText = (words: readonly number[]): string =>
  ipv6Text(words.flatMap((word) => [word >>> 16, word & 0xffff]));

/** A word whose bytes stand in memory as on the wire, read as this machine's integer -> network order. */
export const networkOrder = (word: number, bigEndian: boolean): number =>
  bigEndian
    ? word >>> 0
    : ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
