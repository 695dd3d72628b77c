import assert from 'node:assert/strict';
import { SYSTEM_CLOCK } from '../../src/stopper/clock';

describe('the clock that a stop waits by', () => {
  const { now } = Date;
  afterEach(() => void (Date.now = now));

  it('does not jump where somebody sets the time of day', () => {
    for (const hours of [-1, 1]) {
      const [waited, said] = [SYSTEM_CLOCK.now(), SYSTEM_CLOCK.timeOfDay()];
      Date.now = () => now() + hours * 3_600_000;
      assert.ok(Math.abs(SYSTEM_CLOCK.now() - waited) < 60_000);
      assert.ok(Math.abs(SYSTEM_CLOCK.timeOfDay() - said) > 3_000_000, 'signals are told by the time of day');
      Date.now = now;
    }
  });
});
