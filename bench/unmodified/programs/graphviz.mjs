import { Graphviz } from '@hpcc-js/wasm-graphviz';

const graphviz = await Graphviz.load();
console.log(graphviz.version());
console.log(graphviz.dot('digraph { a -> { b c } -> d; b [label="<b>", shape=box] }'));
try {
  graphviz.dot('digraph { a -> ');
} catch (error) {
  console.log('caught', String(error.message ?? error));
}
