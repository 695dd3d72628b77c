import type { Camera } from './camera';
import { ZOOM_STEP } from './mapBar';
import type { Walk } from './walk';

export interface InputDeps {
  readonly camera: Camera;
  walk(): Walk;
  focusOn(key: string): void;
  /** Selects a mark alone or, with `more`, in addition to the selection. */
  choose(key: string, more: boolean): void;
  stop(key: string): void;
}

/** Pixels that one press of a key pans. */
const PAN_STEP = 60;

/** Clicks and keys on the map: arrows walk it, with Ctrl they pan. */
export function followInput(tree: HTMLElement, deps: InputDeps): void {
  tree.addEventListener('click', ({ target, ctrlKey, metaKey }) => {
    const key = keyAt(target);
    if (key === undefined) return;
    deps.focusOn(key);
    deps.choose(key, ctrlKey || metaKey);
  });
  // VS Code's menu is about the selection, so the mark is selected first and one sees what the menu is about.
  tree.addEventListener('contextmenu', ({ target }) => {
    const key = keyAt(target);
    if (key !== undefined) deps.choose(key, false);
  });
  tree.addEventListener('keydown', (event) => {
    const key = keyAt(event.target);
    if (key === undefined || event.altKey) return;
    const done = event.ctrlKey || event.metaKey ? pans(event.key, deps) : acts(event, key, deps);
    if (done) event.preventDefault();
  });
}

/** The key of the mark that an element of the page belongs to. */
export function keyAt(target: EventTarget | null): string | undefined {
  const mark = target instanceof Element ? target.closest('.mark') : null;
  return mark instanceof HTMLElement ? mark.dataset['key'] : undefined;
}

function pans(key: string, { camera }: InputDeps): boolean {
  const steps: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [PAN_STEP, 0],
    ArrowRight: [-PAN_STEP, 0],
    ArrowUp: [0, PAN_STEP],
    ArrowDown: [0, -PAN_STEP],
  };
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  if (step) camera.panBy(...step);
  return step !== undefined;
}

function acts(event: KeyboardEvent, key: string, deps: InputDeps): boolean {
  const walk = deps.walk();
  const at = walk.order.indexOf(key);
  const goTo = (to: string | undefined): true => {
    if (to !== undefined) deps.focusOn(to);
    return true;
  };
  switch (event.key) {
    case 'ArrowDown':
      return goTo(walk.order[at + 1]);
    case 'ArrowUp':
      return goTo(walk.order[at - 1]);
    case 'ArrowRight':
      return goTo(walk.right(key));
    case 'ArrowLeft':
      return goTo(walk.left(key));
    case 'Home':
      return goTo(walk.order[0]);
    case 'End':
      return goTo(walk.order.at(-1));
    case 'PageDown':
      return goTo(walk.origin(key, 1));
    case 'PageUp':
      return goTo(walk.origin(key, -1));
    case 'Enter':
    case ' ':
      if (!event.repeat) deps.choose(key, false);
      return true;
    case 'Delete':
      if (!event.repeat) deps.stop(key);
      return true;
    case '+':
    case '=':
      deps.camera.zoomBy(ZOOM_STEP);
      return true;
    case '-':
      deps.camera.zoomBy(1 / ZOOM_STEP);
      return true;
    case '0':
      deps.camera.fit();
      return true;
    default:
      return false;
  }
}
