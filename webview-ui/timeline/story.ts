import { describeAge } from '../../src/core/text/describe';
import type { Translate } from '../../src/core/text/translate';
import type { Lane, Span } from './lanes';

/** Milliseconds that something that is meant to stay is open for at least. */
const SHORT = 60_000;

/** From so few restarts on we call it a habit: one or two are somebody at work. */
const HABIT = 3;

/** Whether it closed again so soon that something is wrong with it, or it was meant to. */
export const isShort = ({ from, to, absentAt }: Span): boolean =>
  to !== null && absentAt !== null && to - from < SHORT;

/** What happened there, in few words, beyond what one sees; empty: nothing worth a word. */
export function storyOf({ spans }: Lane, t: Translate): string {
  const [last] = spans.slice(-1);
  const ended = spans.filter(({ to }) => to !== null);
  if (!last || ended.length === 0) return '';
  const restarts = spans.length - 1;
  if (last.to === null) {
    if (restarts < HABIT) return '';
    const every = beat(spans);
    return every === undefined
      ? t('restarted {0} times', restarts)
      : t('restarted every {0}', describeAge(every, t));
  }
  return ended.length >= HABIT ? t('ended {0} times, then stayed away', ended.length) : '';
}

/** Milliseconds between openings, where they come about evenly; at least three of them. */
function beat(spans: readonly Span[]): number | undefined {
  const steps = spans.slice(1).map(({ from }, at) => from - (spans[at]?.from ?? from));
  if (steps.length < 3) return undefined;
  const [least, most] = [Math.min(...steps), Math.max(...steps)];
  return most > 2 * least ? undefined : steps.reduce((sum, step) => sum + step, 0) / steps.length;
}
