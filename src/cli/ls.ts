import { describeGap } from '../core/describe';
import { isSelected, snapshotDocument, type Selection } from '../core/snapshotDocument';
import type { Snapshot } from '../core/snapshot';
import { EXIT, type ExitCode } from './exitCode';
import type { Session } from './session';
import { allColumns, byPort, byProtocol, listenerColumns } from './socketColumns';
import { tableLines } from './table';

export async function ls(selection: Selection, json: boolean, session: Session): Promise<ExitCode> {
  const { terminal, t } = session;
  const snapshot = await session.look(selection.scope);
  if (json) {
    terminal.printJson(snapshotDocument(snapshot, selection, t));
    return EXIT.done;
  }
  const all = selection.scope === 'all';
  const rows = [...snapshot.sockets.values()]
    .filter((socket) => isSelected(selection, socket))
    .sort(all ? byProtocol : byPort);
  const columns = all ? allColumns(snapshot, t) : listenerColumns(snapshot, t);
  const [title = '', ...lines] = tableLines(columns, rows, terminal.columns);
  terminal.print(terminal.emphasize(title));
  for (const line of lines) terminal.print(line);
  noteGaps(snapshot, session);
  return EXIT.done;
}

/** What could not be seen, beside the answer and not in it. */
export function noteGaps({ gaps }: Snapshot, { terminal, t }: Session): void {
  for (const gap of gaps) terminal.note(`${describeGap(gap, t)}.`);
}
