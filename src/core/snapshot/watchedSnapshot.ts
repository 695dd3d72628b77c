import { mergeListeners } from './mergeListeners';
import type { Scope } from './reading';
import type { Snapshot } from './snapshot';

/** What the views show, and the looks that it is made of. */
export interface WatchedPicture {
  /** `undefined`: the last look told of more than the views show, and what they show stays. */
  readonly shown: Snapshot | undefined;
  /** The last look at everything, while everything is watched. */
  readonly whole: Snapshot | undefined;
  /** The look at listeners that was merged into it; `undefined`: what is shown is what one look said. */
  readonly quick: Snapshot | undefined;
  /** Whether merging left nothing in doubt that a look at everything would settle. */
  readonly settled: boolean;
}

export const NO_PICTURE: WatchedPicture = {
  ...{ shown: undefined, whole: undefined, quick: undefined },
  settled: true,
};

/** What a look makes of the picture. Who watches listeners only is shown listeners only. */
export function pictureAfter(before: WatchedPicture, look: Snapshot, watched: Scope): WatchedPicture {
  if (watched === 'listeners') return { ...NO_PICTURE, shown: look.scope === 'listeners' ? look : undefined };
  const whole = look.scope === 'all' ? look : before.whole;
  if (!whole || whole === look) return { ...NO_PICTURE, whole, shown: look };
  const { shown, quick } = before;
  // Held against each other only where one of the two has rows it had not.
  if (shown && quick && before.whole === whole && saysTheSame(look, quick)) {
    const { takenAt, clock } = look;
    return { ...before, quick: look, shown: { ...shown, takenAt, clock } };
  }
  const { snapshot, settled } = mergeListeners(whole, look);
  return { whole, quick: look, shown: snapshot, settled };
}

const saysTheSame = (a: Snapshot, b: Snapshot): boolean =>
  a.sockets === b.sockets &&
  a.processes === b.processes &&
  a.folders === b.folders &&
  a.containers === b.containers &&
  a.socketOrigins === b.socketOrigins;
