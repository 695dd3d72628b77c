import type { ActionId } from '../src/core/listing/actions';
import type { Translate } from '../src/core/text/translate';

/** What the page does for its views. */
export interface ViewDeps {
  readonly t: Translate;
  /** Milliseconds since the epoch by the machine's clock. */
  now(): number;
  /** The first is the one clicked at. */
  act(action: ActionId, socketIds: readonly string[]): void;
  /** Said once by a screen reader, when it has a moment. */
  say(text: string): void;
  /** Something of {@link View.state} differs: it is to be kept across a reload. */
  keep(): void;
}

/**
 * One way to see the model: built with it and with {@link ViewDeps}, it follows the model's changes by itself, and draws
 * at most once a frame. While it is hidden it draws nothing.
 */
export interface View {
  readonly element: HTMLElement;
  /** It is to be seen from now on, or no more. */
  show(shown: boolean): void;
  /** Draws what is due, now: the page answers the host after that. */
  draw(): void;
  /** Takes the focus, to where it was last or to what is selected. */
  focus(): void;
  /** Brings what is selected into sight. */
  reveal(): void;
  /** What it wants to find again, and to be built with, after a reload: plain JSON. */
  readonly state: unknown;
}
