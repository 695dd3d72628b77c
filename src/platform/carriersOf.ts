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

/** What an interface belongs to (a VRF): a socket bound to that hears it too. */
function masterOf(name: string): string[] {
  try {
    return [basename(readlinkSync(`/sys/class/net/${name}/master`))];
  } catch (error) {
    // It belongs to none, or this is no Linux.
    reasonOf(error);
    return [];
  }
}
