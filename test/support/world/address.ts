import { endianness } from 'node:os';
import { AF } from './libc';

/** Where a socket is bound or connected to; what travels to the holder. Bytes are base64. */
export type Address =
  | { readonly kind: 'inet'; readonly host: string; readonly port: number }
  | {
      readonly kind: 'inet6';
      readonly groups: readonly number[];
      readonly port: number;
      readonly scope?: number;
    }
  | { readonly kind: 'path' | 'abstract'; readonly name: string }
  | { readonly kind: 'packet'; readonly index: number; readonly protocol: number };

export const ipv4 = (host: string, port = 0): Address => ({ kind: 'inet', host, port });
export const ipv6 = (groups: readonly number[], port = 0): Address => ({ kind: 'inet6', groups, port });
export const ANY6 = [0, 0, 0, 0, 0, 0, 0, 0];
export const LOOPBACK6 = [0, 0, 0, 0, 0, 0, 0, 1];
export const mapped = (host: string): number[] => {
  const [a = 0, b = 0, c = 0, d = 0] = host.split('.').map(Number);
  return [0, 0, 0, 0, 0, 0xffff, (a << 8) | b, (c << 8) | d];
};
export const unixPath = (name: string | Buffer): Address => named('path', name);
export const abstract = (name: string | Buffer): Address => named('abstract', name);
export const packet = (index: number, protocol: number): Address => ({ kind: 'packet', index, protocol });

const named = (kind: 'path' | 'abstract', name: string | Buffer): Address => ({
  kind,
  name: Buffer.from(name).toString('base64'),
});

/** The struct sockaddr of an address: ip(7), ipv6(7), unix(7), packet(7). */
export function sockaddr(address: Address): Buffer {
  switch (address.kind) {
    case 'inet': {
      const bytes = family(AF.inet, 16);
      bytes.writeUInt16BE(address.port, 2);
      for (const [index, octet] of address.host.split('.').entries()) bytes[4 + index] = Number(octet);
      return bytes;
    }
    case 'inet6': {
      const bytes = family(AF.inet6, 28);
      bytes.writeUInt16BE(address.port, 2);
      for (const [index, group] of address.groups.entries()) bytes.writeUInt16BE(group, 8 + 2 * index);
      return bytes;
    }
    case 'path':
      return Buffer.concat([family(AF.unix, 2), Buffer.from(address.name, 'base64'), Buffer.alloc(1)]);
    case 'abstract':
      return Buffer.concat([family(AF.unix, 2), Buffer.alloc(1), Buffer.from(address.name, 'base64')]);
    case 'packet': {
      const bytes = family(AF.packet, 20);
      bytes.writeUInt16BE(address.protocol, 2);
      if (endianness() === 'LE') bytes.writeInt32LE(address.index, 4);
      else bytes.writeInt32BE(address.index, 4);
      return bytes;
    }
  }
}

function family(number: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  if (endianness() === 'LE') bytes.writeUInt16LE(number, 0);
  else bytes.writeUInt16BE(number, 0);
  return bytes;
}
