/** The longest text of an address: `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255` (INET6_ADDRSTRLEN less its NUL). */
const LONGEST = 45;

/** Four octets, as inet_pton(3) takes them: decimal, none left out, no leading zeros. */
function ipv4Octets(text: string): number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const octets = parts.map(Number);
  return octets.every((octet) => octet <= 255) ? octets : undefined;
}

/** `1:2:ffff` and a dotted quad at the end; `[]` for an empty text. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(parseInt(part, 16));
      continue;
    }
    const octets = index === parts.length - 1 ? ipv4Octets(part) : undefined;
    if (!octets) return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = octets;
    groups.push((a << 8) | b, (c << 8) | d);
  }
  return groups;
}

/** Eight groups of 16 bits, as inet_pton(3) takes them. */
function ipv6Groups(text: string): number[] | undefined {
  const gap = text.indexOf('::');
  if (gap < 0) {
    const groups = groupsOf(text);
    return groups?.length === 8 ? groups : undefined;
  }
  const left = text.slice(0, gap);
  // A dotted quad ends the address: it can't stand before the `::`.
  const head = left.includes('.') ? undefined : groupsOf(left);
  const tail = groupsOf(text.slice(gap + 2));
  if (!head || !tail || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** The first of the longest runs of two zero groups or more (RFC 5952 §4.2). */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    start = end;
  }
  return best;
}

/** Eight groups of 16 bits, as glibc's inet_ntop(3) writes them: RFC 5952, dotted where an IPv4 address is inside. */
export function ipv6Text(groups: readonly number[]): string {
  const zeros = longestZeros(groups);
  const [g6 = 0, g7 = 0] = groups.slice(6);
  const quad = `${g6 >> 8}.${g6 & 255}.${g7 >> 8}.${g7 & 255}`;
  // Mapped and compatible (RFC 4291 §2.5.5); nowhere else.
  if (zeros.start === 0 && zeros.length === 5 && groups[5] === 0xffff) return `::ffff:${quad}`;
  if (zeros.start === 0 && zeros.length === 6) return `::${quad}`;
  const hex = groups.map((group) => group.toString(16));
  if (zeros.start < 0) return hex.join(':');
  return `${hex.slice(0, zeros.start).join(':')}::${hex.slice(zeros.start + zeros.length).join(':')}`;
}

/**
 * The one text of an IP address: as inet_ntop(3) writes it (RFC 5952). `undefined`: not an address. Brackets and
 * scope (`%eth0`) are the caller's.
 */
export function normalizeAddress(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  if (!text.includes(':')) return ipv4Octets(text)?.join('.');
  const groups = ipv6Groups(text);
  return groups && ipv6Text(groups);
}

const MAPPED = '::ffff:';

/** The IPv4 address inside an IPv4-mapped one (RFC 4291 §2.5.5.2); any other address as it is. Takes canonical text. */
export const unmapped = (address: string): string =>
  address.startsWith(MAPPED) && address.includes('.') ? address.slice(MAPPED.length) : address;

/** 127.0.0.0/8 and ::1; canonical text. */
export function isLoopback(address: string): boolean {
  const bare = unmapped(address);
  return bare === '::1' || (bare.startsWith('127.') && !bare.includes(':'));
}

/** Every address of the machine: 0.0.0.0 and ::; canonical text. */
export function isWildcard(address: string): boolean {
  const bare = unmapped(address);
  return bare === '0.0.0.0' || bare === '::';
}
