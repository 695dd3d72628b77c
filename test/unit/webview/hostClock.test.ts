import assert from 'node:assert/strict';
import { HostClock } from '../../../webview-ui/hostClock';

describe('the host’s time on the page', () => {
  it('goes on between two messages, whatever the page’s own time of day is', () => {
    let elapsed = 500;
    const clock = new HostClock(() => elapsed);
    clock.set(1_000_000);
    assert.equal(clock.now(), 1_000_000);
    elapsed += 250;
    assert.equal(clock.now(), 1_000_250);
    clock.set(999_000);
    assert.equal(clock.now(), 999_000, 'the host’s clock was set back');
  });

  it('is never earlier than what a message is about', () => {
    const clock = new HostClock(() => 0);
    clock.set(1000);
    clock.reach(900);
    assert.equal(clock.now(), 1000);
    clock.reach(1300);
    assert.equal(clock.now(), 1300);
  });
});
