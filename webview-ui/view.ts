import type { ActionId } from '../src/core/listing/actions';
import type { Translate } from '../src/core/text/translate';

/** What the page does for its views. */
export interface ViewDeps {
  readonly t: Translate;
  /** Milliseconds since the epoch by the machine's clock. */
  now(): number;
  /** Runs an action; the first socket is the one that was clicked. */
  act(action: ActionId, socketIds: readonly string[]): void;
  /** Has a screen reader say a text once, when it has a moment. */
  say(text: string): void;
  /** To be called when {@link View.state} has changed, so that it is kept across a reload. */
  keep(): void;
}

/**
 * One way to see the model: built with it and with {@link ViewDeps}, it follows the model's changes by itself, and draws
 * at most once a frame. While it is hidden it draws nothing.
 */
export interface View {
  readonly element: HTMLElement;
  /** Says whether the view is visible from now on. */
  show(shown: boolean): void;
  /** Draws at once what has changed: the page answers the host after that. */
  draw(): void;
  /** Takes the focus: to where it was last, or to the selection. */
  focus(): void;
  /** Scrolls the selection into sight. */
  reveal(): void;
  /** The view's state that is kept across a reload and handed to it then: plain JSON. */
  readonly state: unknown;
}
