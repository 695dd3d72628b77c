import type { BindAddress } from './bindAddress';
import { queryFor } from './hostText';

/**
 * Programs that say it in words of their own, where the grammar would have to guess. The group `port` is the number. To
 * teach Portolan such a sentence, add it here; what others could say too belongs to the grammar in `inUseWords.ts`.
 */
const ODD_SENTENCES: readonly (readonly [program: string, pattern: string])[] = [
  ['kubectl port-forward', 'listen on any of the requested ports: \\[\\{(?<port>[1-9]\\d{0,4})[ }]'],
  ['SQL Server', 'failed to listen on \\[ ?[^\\]\\d]{0,30}(?:ipv[46]> )?(?<port>[1-9]\\d{0,4})\\]'],
  ['Sinatra', 'already performing on port (?<port>[1-9]\\d{0,4})!'],
  ['Eclipse', '\\bPort (?<port>[1-9]\\d{0,4}) required by .{1,80} is already in use'],
  ['VirtualBox', 'set up redirection of (?<port>[1-9]\\d{0,4}) to '],
  ['QEMU', "host forwarding rule '?(?:tcp|udp):[\\d.]{0,15}:(?<port>[1-9]\\d{0,4})-"],
  ['Spark', "Service '[^']{1,40}' failed after \\d{1,4} retries \\(starting from (?<port>[1-9]\\d{0,4})\\)"],
  [
    'IIS Express',
    'Failed to register URL "https?://[^"/:]{1,80}:(?<port>[1-9]\\d{0,4})/"[^.]{0,200}\\. Error description: (?:Cannot create a file|The process cannot)',
  ],
];

/** The patterns as they are run; a test asks each for its bounds. */
export const ODD_PATTERNS: readonly RegExp[] = ODD_SENTENCES.map(([, pattern]) => new RegExp(pattern, 'di'));

export function oddAddresses(text: string): BindAddress[] {
  return ODD_PATTERNS.flatMap((pattern): BindAddress[] => {
    const match = pattern.exec(text);
    const port = match?.groups?.['port'];
    const span = match?.indices?.groups?.['port'];
    const query = port === undefined ? undefined : queryFor('', port);
    return query === undefined || !span ? [] : [{ start: span[0], end: span[1], query, kind: 'port' }];
  });
}
