import { parentPort } from 'node:worker_threads';
import { buffersOf, PartCompiler } from '../compiler/module-parts.js';
import { type Job, JobWord, stopJob, takePart } from './job.js';

/** What a thread of the pool runs: it compiles parts of one module after the other. */
parentPort?.on('message', (job: Job) => {
  const { port, state } = job;
  const tell = (message: unknown, memory: ArrayBuffer[]): void => {
    port.postMessage(message, memory);
    Atomics.add(state, JobWord.Messages, 1);
    Atomics.notify(state, JobWord.Messages);
  };
  try {
    compileParts(job, tell);
  } catch {
    // Whoever compiles all of it finds out what it is.
    stopJob(job);
    tell(undefined, []);
  }
  port.close();
});

function compileParts(job: Job, tell: (message: unknown, memory: ArrayBuffer[]) => void): void {
  let number = takePart(job);
  if (number === undefined) return;
  const compiler = new PartCompiler(job.bytes, job.plan, job.options);
  try {
    for (; number !== undefined; number = takePart(job)) {
      compiler.begin(number);
      while (compiler.next());
      const part = compiler.take();
      tell({ number, part }, buffersOf(part));
    }
  } finally {
    compiler.close();
  }
}
