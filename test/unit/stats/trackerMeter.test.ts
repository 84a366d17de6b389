import { describe, expect, it } from 'vitest';
import { createAnswerTimer } from '../../../electron/engine/stats/answerTimer.ts';
import { createTrackerMeter } from '../../../electron/engine/stats/trackerMeter.ts';
import { createVirtualClock } from '../../support/virtualClock.ts';

describe('the time of answers', () => {
  function timeAnswers(count: number, durationMs: (i: number) => number) {
    const clock = createVirtualClock();
    const answers = createAnswerTimer(clock);
    for (let i = 0; i < count; i++) {
      const begun = answers.begin();
      clock.advance(durationMs(i));
      answers.end(begun);
    }
    return { clock, answers };
  }

  it('is not told while there is none', () => {
    expect(createAnswerTimer(createVirtualClock()).figures()).toBeUndefined();
  });

  it('is told from the first answer on, and from one in 32 after it', () => {
    expect(timeAnswers(1, () => 3).answers.figures()).toEqual({ median: 3, p99: 3 });
    expect(timeAnswers(32, (i) => i).answers.figures()).toEqual({ median: 0, p99: 0 });
    expect(timeAnswers(33, (i) => i).answers.figures()).toEqual({ median: 0, p99: 32 });
  });

  it('has the median and the slow end', () => {
    const { answers } = timeAnswers(32 * 100, (i) => (i % (32 * 50) === 0 ? 9 : 0.5));
    expect(answers.figures()).toEqual({ median: 0.5, p99: 9 });
  });

  it('is sampled however requests of other kinds come in between', () => {
    const clock = createVirtualClock();
    const answers = createAnswerTimer(clock);
    for (let i = 0; i < 64; i++) {
      answers.begin();
      const begun = answers.begin();
      clock.advance(2);
      answers.end(begun);
    }
    expect(answers.figures()).toEqual({ median: 2, p99: 2 });
  });

  it('is forgotten after a minute', () => {
    const { clock, answers } = timeAnswers(1, () => 3);
    clock.advance(60_001);
    expect(answers.figures()).toBeUndefined();
  });
});

describe('a tracker meter', () => {
  it('has the rates of the last ten seconds', () => {
    const clock = createVirtualClock();
    const counts = { announces: 500, scrapes: 0 };
    const meter = createTrackerMeter(clock, () => counts);
    expect(meter.figures()).toMatchObject({ announcesPerSecond: 0, scrapesPerSecond: 0 });
    for (let i = 0; i < 5; i++) {
      counts.announces += 20;
      counts.scrapes += 3;
      clock.advance(1000);
    }
    expect(meter.figures()).toMatchObject({ announcesPerSecond: 20, scrapesPerSecond: 3 });
    clock.advance(5000);
    expect(meter.figures()).toMatchObject({ announcesPerSecond: 10 });
    clock.advance(5000);
    expect(meter.figures()).toMatchObject({ announcesPerSecond: 0, scrapesPerSecond: 0 });
    meter.stop();
    expect(clock.pendingTasks).toBe(0);
  });

  it('counts refusals by reason, the most frequent first, and not more reasons than it should', () => {
    const clock = createVirtualClock();
    const meter = createTrackerMeter(clock, () => ({ announces: 0, scrapes: 0 }));
    for (let i = 0; i < 3; i++) meter.refused('this torrent is not shared here');
    for (let i = 0; i < 1000; i++) meter.refused(`reason ${i}`);
    const { refusals } = meter.figures();
    expect(refusals[0]).toEqual({ reason: 'other reasons', count: 1000 - 31 });
    expect(refusals[1]).toEqual({ reason: 'this torrent is not shared here', count: 3 });
    expect(refusals).toHaveLength(33);
    meter.stop();
  });
});
