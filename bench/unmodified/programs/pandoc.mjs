import { convert } from 'pandoc-wasm';

const result = await convert(
  { from: 'markdown', to: 'html' },
  '# Title\n\nSome *text* and `code`:\n\n1. one\n2. two\n',
  {},
);
console.log(JSON.stringify(result));
