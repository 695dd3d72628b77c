import { readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { basename } from 'node:path';
import { reasonOf } from '../core/text/reasonOf';

/** The interfaces by which what is sent to that address comes in; `[]`: the address is not this machine's. */
export function carriersOf(address: string): readonly string[] {
  const names = Object.entries(networkInterfaces())
    .filter(([, own]) => own?.some((each) => each.address === address))
    .map(([name]) => name);
  return names.flatMap((name) => [name, ...masterOf(name)]);
}

/** The interface that an interface belongs to (a VRF): a socket bound to that one hears it too. */
function masterOf(name: string): string[] {
  try {
    return [basename(readlinkSync(`/sys/class/net/${name}/master`))];
  } catch (error) {
    // The interface belongs to no other, or this system is not Linux.
    reasonOf(error);
    return [];
  }
}
