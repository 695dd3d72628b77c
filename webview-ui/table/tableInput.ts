import type { Entry } from './entries';
import { type Step, walk } from './walk';

/** What a person can do with the lines of the table. */
export interface TableHandlers {
  readonly entries: () => readonly Entry[];
  /** How many lines fit into the window. */
  readonly page: () => number;
  readonly isGrouped: () => boolean;
  readonly go: (to: number, select: Step['select']) => void;
  readonly fold: (entry: Entry, fold: boolean) => void;
  readonly selectOne: (entry: Entry) => void;
  readonly toggle: (entry: Entry) => void;
  readonly selectAll: (lead: number) => void;
  /** Clears the selection; returns whether anything was selected. */
  readonly selectNothing: () => boolean;
  readonly inspect: (entry: Entry) => void;
  readonly stop: (entry: Entry) => void;
  readonly toTitles: () => void;
  readonly scrollSideways: (pixels: number) => void;
  readonly isSelected: (entry: Entry) => boolean;
}

/** Pixels that an arrow key scrolls sideways. */
const SIDEWAYS = 40;

/** A key on a line. Tells whether it was for the table. */
export function pressKey(event: KeyboardEvent, at: number, handlers: TableHandlers): boolean {
  const entries = handlers.entries();
  const entry = entries[at];
  if (!entry) return false;
  const { key, repeat } = event;
  const command = event.ctrlKey || event.metaKey;
  const step = event.altKey ? undefined : walk(event, at, entries.length, handlers.page());
  if (step) {
    if (key === 'ArrowUp' && step.to === at) handlers.toTitles();
    else handlers.go(step.to, step.select);
  } else if (key === 'Delete' || (key === 'Backspace' && event.metaKey)) {
    if (!repeat && !entry.group) handlers.stop(entry);
  } else if (entry.group && (key === 'Enter' || key === ' ')) {
    handlers.fold(entry, entry.group.open);
  } else if (key === 'Enter' && !command) {
    if (!repeat) handlers.inspect(entry);
  } else if (key === ' ') {
    if (command) handlers.toggle(entry);
    else handlers.selectOne(entry);
  } else if (key === 'a' && command) {
    handlers.selectAll(at);
  } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    sideways(key === 'ArrowRight', at, entry, handlers);
  } else {
    return key === 'Escape' && handlers.selectNothing();
  }
  return true;
}

/** Folds and unfolds, and goes from a row to the head of its group, as in any tree; else it scrolls. */
function sideways(right: boolean, at: number, entry: Entry, handlers: TableHandlers): void {
  if (entry.group && entry.group.open !== right) handlers.fold(entry, !right);
  else if (!entry.group && !right && handlers.isGrouped()) {
    handlers.go(
      handlers.entries().findLastIndex(({ group }, index) => group !== undefined && index < at),
      'none',
    );
  } else handlers.scrollSideways(right ? SIDEWAYS : -SIDEWAYS);
}

/** A mouse button on a line. */
export function pressMouse(event: MouseEvent, at: number, handlers: TableHandlers): void {
  const entry = handlers.entries()[at];
  if (!entry) return;
  if (entry.group) {
    if (event.button === 0) handlers.fold(entry, entry.group.open);
    handlers.go(at, 'none');
  } else if (event.button === 0 && event.shiftKey) {
    event.preventDefault(); // it would mark text
    handlers.go(at, 'range');
  } else if (event.button === 0 && (event.ctrlKey || event.metaKey)) {
    handlers.toggle(entry);
    handlers.go(at, 'none');
  } else {
    // The menu of one that is selected with others is about all of them.
    handlers.go(at, event.button === 2 && handlers.isSelected(entry) ? 'none' : 'one');
  }
}
