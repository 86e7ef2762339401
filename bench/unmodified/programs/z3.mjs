import { init } from 'z3-solver';

const { Context } = await init();
const { Solver, Int, And } = new Context('main');
const x = Int.const('x');
const y = Int.const('y');
const solver = new Solver();
solver.add(And(x.gt(2), y.gt(x), x.mul(y).eq(35)));
console.log(await solver.check());
console.log(solver.model().eval(x).toString(), solver.model().eval(y).toString());
process.exit(0);
