import * as Automerge from '@automerge/automerge';

const actor = (n) => ({ actor: String(n).repeat(32) });
let one = Automerge.from({ items: ['a'], count: 1 }, actor(1));
let two = Automerge.clone(one, actor(2));
one = Automerge.change(one, { time: 0 }, (d) => void d.items.push('b'));
two = Automerge.change(two, { time: 0 }, (d) => {
  d.items.insertAt(0, 'c');
  d.count = 5;
});
console.log(JSON.stringify(Automerge.merge(one, two)));
try {
  Automerge.load(new Uint8Array([1, 2, 3]));
} catch (error) {
  console.log('caught', error.message);
}
