import { isSelected, type Selection, socketsDocument } from '../core/documents/snapshotDocument';
import { parseFilter } from '../core/filter/filter';
import { socketFilter } from '../core/filter/socketFilter';
import { isBlind, isPartlyBlind } from '../core/snapshot/blindness';
import type { Snapshot } from '../core/snapshot/snapshot';
import { describeGap } from '../core/text/describe';
import type { Command } from './arguments';
import { UsageError } from './arguments';
import { EXIT, type ExitCode, nothingSeen } from './exitCode';
import type { Session } from './session';
import { allColumns, byPort, byProtocol, listenerColumns } from './socketColumns';
import { tableLines } from './table';

type Ls = Extract<Command, { readonly name: 'ls' }>;

/** @throws UsageError where a part of the filter makes no sense: a script must not get more than it asked for. */
export async function ls({ scope, protocols, filter: text, json }: Ls, session: Session): Promise<ExitCode> {
  const { terminal, t } = session;
  const filter = parseFilter(text, t);
  const [problem] = [...filter.problems, ...filter.leftOut];
  if (problem !== undefined) throw new UsageError(problem);
  const snapshot = await session.look(scope);
  const selection: Selection = { scope, ...(protocols && { protocols }) };
  const matches = filter.terms.length > 0 ? socketFilter(filter, snapshot, t) : () => true;
  const rows = [...snapshot.sockets.values()].filter(
    (socket) => isSelected(selection, socket) && matches(socket),
  );
  const exit = exitOf(rows.length, text !== '', snapshot);
  if (json) {
    terminal.printJson(socketsDocument(snapshot, rows, t));
    return exit;
  }
  if (isBlind(snapshot)) {
    noteGaps(snapshot, session);
    return exit;
  }
  const all = scope === 'all';
  rows.sort(all ? byProtocol : byPort);
  const columns = all ? allColumns(snapshot, t) : listenerColumns(snapshot, t);
  const [title = '', ...lines] = tableLines(columns, rows, terminal.columns);
  terminal.print(terminal.emphasize(title));
  for (const line of lines) terminal.print(line);
  if (rows.length === 0 && text !== '' && !all) {
    terminal.note(t('Nothing that listens matches; with --all every socket is asked.'));
  }
  noteGaps(snapshot, session);
  return exit;
}

/** An empty list is the right one without a filter: `--protocol` says which tables are shown, not what is looked for. */
function exitOf(found: number, filtered: boolean, snapshot: Snapshot): ExitCode {
  if (found > 0) return EXIT.done;
  const blind = isPartlyBlind(snapshot);
  return filtered || blind ? nothingSeen(blind) : EXIT.done;
}

/** What could not be seen, beside the answer and not in it. */
export function noteGaps({ gaps }: Snapshot, { terminal, t }: Session): void {
  for (const gap of gaps) terminal.note(`${describeGap(gap, t)}.`);
}
