import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SAXParser, SaxEventType } from 'sax-wasm';

const parser = new SAXParser(SaxEventType.OpenTag | SaxEventType.Text | SaxEventType.Attribute, {
  highWaterMark: 1024,
});
parser.eventHandler = (event, data) => console.log(event, JSON.stringify(data.toJSON?.() ?? data));
await parser.prepareWasm(
  readFileSync(createRequire(import.meta.url).resolve('sax-wasm/lib/sax-wasm.wasm')),
);
parser.write(Buffer.from('<a x="1"><b>text</b>&amp;</a>'));
parser.end();
