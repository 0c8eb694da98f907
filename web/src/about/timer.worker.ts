// Says how late a timer of a worker is at worst: steps of 50 ms for 2 s.
const stepMs = 50;
const steps = 40;
let [step, worstMs] = [0, 0];
let before = performance.now();

const timer = setInterval(() => {
  const now = performance.now();
  worstMs = Math.max(worstMs, now - before - stepMs);
  before = now;
  step += 1;
  if (step < steps) return;
  clearInterval(timer);
  postMessage(worstMs);
}, stepMs);
