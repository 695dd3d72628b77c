import type { Entry } from './entries';
import { walk, type Step } from './walk';

/** What a person can do with the lines of the table. */
export interface TableDeeds {
  readonly entries: () => readonly Entry[];
  /** Lines that fit. */
  readonly page: () => number;
  readonly isGrouped: () => boolean;
  readonly go: (to: number, select: Step['select']) => void;
  readonly fold: (entry: Entry, fold: boolean) => void;
  readonly selectOne: (entry: Entry) => void;
  readonly toggle: (entry: Entry) => void;
  readonly selectAll: (lead: number) => void;
  /** Tells whether there was something to let go of. */
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
export function pressKey(event: KeyboardEvent, at: number, deeds: TableDeeds): boolean {
  const entries = deeds.entries();
  const entry = entries[at];
  if (!entry) return false;
  const { key, repeat } = event;
  const command = event.ctrlKey || event.metaKey;
  const step = event.altKey ? undefined : walk(event, at, entries.length, deeds.page());
  if (step) {
    if (key === 'ArrowUp' && step.to === at) deeds.toTitles();
    else deeds.go(step.to, step.select);
  } else if (key === 'Delete' || (key === 'Backspace' && event.metaKey)) {
    if (!repeat && !entry.group) deeds.stop(entry);
  } else if (entry.group && (key === 'Enter' || key === ' ')) {
    deeds.fold(entry, entry.group.open);
  } else if (key === 'Enter' && !command) {
    if (!repeat) deeds.inspect(entry);
  } else if (key === ' ') {
    if (command) deeds.toggle(entry);
    else deeds.selectOne(entry);
  } else if (key === 'a' && command) {
    deeds.selectAll(at);
  } else if (key === 'ArrowLeft' || key === 'ArrowRight') {
    sideways(key === 'ArrowRight', at, entry, deeds);
  } else {
    return key === 'Escape' && deeds.selectNothing();
  }
  return true;
}

/** Folds and unfolds, and goes from a row to the head of its group, as in any tree; else it scrolls. */
function sideways(right: boolean, at: number, entry: Entry, deeds: TableDeeds): void {
  if (entry.group && entry.group.open !== right) deeds.fold(entry, !right);
  else if (!entry.group && !right && deeds.isGrouped()) {
    deeds.go(
      deeds.entries().findLastIndex(({ group }, index) => group !== undefined && index < at),
      'none',
    );
  } else deeds.scrollSideways(right ? SIDEWAYS : -SIDEWAYS);
}

/** A mouse button on a line. */
export function pressMouse(event: MouseEvent, at: number, deeds: TableDeeds): void {
  const entry = deeds.entries()[at];
  if (!entry) return;
  if (entry.group) {
    if (event.button === 0) deeds.fold(entry, entry.group.open);
    deeds.go(at, 'none');
  } else if (event.button === 0 && event.shiftKey) {
    event.preventDefault(); // it would mark text
    deeds.go(at, 'range');
  } else if (event.button === 0 && (event.ctrlKey || event.metaKey)) {
    deeds.toggle(entry);
    deeds.go(at, 'none');
  } else {
    // The menu of one that is selected with others is about all of them.
    deeds.go(at, event.button === 2 && deeds.isSelected(entry) ? 'none' : 'one');
  }
}
