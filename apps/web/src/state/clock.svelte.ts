const TICK_MS = 1_000;

/** The time, as a signal that moves once a second: “12 seconds ago” stays true without anyone asking. */
class PageClock {
  nowMs = $state(Date.now());

  constructor() {
    setInterval(() => {
      if (!document.hidden) this.nowMs = Date.now();
    }, TICK_MS);
  }
}

export const clock = new PageClock();
