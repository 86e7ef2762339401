// lol-html (Rust) rewrites a megabyte: node html-rewriter.mjs --engine v8|winch
import { createHash } from 'node:crypto';
import { installEngine } from '../../test/programs/engine.mjs';
import { finishWarm } from './warm.mjs';

const engine = await installEngine();
const { HTMLRewriter } = (await import('html-rewriter-wasm')).default;

const items = [];
for (let i = 0, length = 0; length < 1 << 20; i++) {
  const link = `<a href="http://example.com/${i}">link ${i}</a>`;
  items.push(
    `<div class="item c${i % 7}">${link}<p>Some text &amp; more, number ${i}.</p></div>\n`,
  );
  length += items[i].length;
}
const bytes = new TextEncoder().encode(
  `<!doctype html><html><body>${items.join('')}</body></html>`,
);
/** Bytes that are handed over at a time. */
const PIECE = 16384;

await finishWarm(engine, async () => {
  const hash = createHash('sha256');
  const rewriter = new HTMLRewriter((piece) => hash.update(piece));
  rewriter.on('a[href]', {
    element(element) {
      element.setAttribute('href', element.getAttribute('href').replace('http:', 'https:'));
    },
  });
  rewriter.on('div.c3', { element: (element) => void element.append('<hr>', { html: true }) });
  rewriter.on('p', {
    text(text) {
      if (text.lastInTextNode) text.after('!');
    },
  });
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      await rewriter.write(bytes.subarray(at, at + PIECE));
    }
    await rewriter.end();
  } finally {
    rewriter.free();
  }
  return hash.digest('hex');
});
