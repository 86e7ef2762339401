import { existsSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { optionsFirst, refuseRepetition } from './arguments.js';
import { C_ABIS, EMITS, OBJECT_TARGETS, TARGET_CHOICES } from './choices.js';
import type { compileCommand } from './compile-command.js';
import { DEBUG_VARIABLE, EXIT_OK, EXIT_TRAP, EXIT_USAGE, oneLine } from './failure.js';
import type { objdumpCommand } from './objdump-command.js';
import { complain, print } from './output.js';
import type { runCommand } from './run-command.js';
import type { wastCommand } from './wast-command.js';

/** What the parser of the command line wants to say. */
interface Sayings {
  out: string;
  err: string;
}

/** Does what the arguments say. @throws CliError, and what commands throw */
export async function parse(argv: readonly string[], version: string): Promise<void> {
  const sayings: Sayings = { out: '', err: '' };
  const cli = program(sayings, version);
  const whole = withCommand(cli, argv);
  const run = cli.commands.find((command) => command.name() === whole[0] && whole[0] === 'run');
  const args = run === undefined ? whole : ['run', ...optionsFirst(run, whole.slice(1))];
  try {
    await cli.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    await complain(sayings.err);
    await print(sayings.out);
  }
}

/** `run` is meant where a file or an option of its comes first. A plain word is a command that there may not be. */
function withCommand(cli: Command, argv: readonly string[]): readonly string[] {
  const [first] = argv;
  if (first === undefined || OWN_OPTIONS.has(first)) return argv;
  if (cli.commands.some((command) => command.name() === first)) return argv;
  return /^-|[./\\]/.test(first) || existsSync(first) ? ['run', ...argv] : argv;
}

/** Of the whole command line. */
const OWN_OPTIONS = new Set(['-V', '--version', '-h', '--help']);

function program(sayings: Sayings, version: string): Command {
  const cli = new Command('winch-ts')
    .description('Compiles WebAssembly to machine code in one pass, and runs it.')
    .version(version)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => {
        sayings.out += text;
      },
      writeErr: (text) => {
        sayings.err += text;
      },
      outputError: (text, write) => write(`winch-ts: ${oneLine(text.replace(/^error: /, ''))}\n`),
    })
    .exitOverride()
    .helpCommand(false)
    .addHelpText(
      'after',
      `${examples([
        ['winch-ts compile prog.wasm --stats', 'write prog.winch and tell how it went'],
        ['winch-ts prog.wasm', 'run a program of WASI: "run" can be left out'],
        ['winch-ts run prog.wasm --invoke fib 30', 'call an export'],
        ['winch-ts objdump prog.wasm | less', 'look at the machine code'],
        ['winch-ts wast tests/', 'run the scripts in a folder'],
      ])}
A file "-" is standard input; the output "-" is standard output. The exit code is 0 when all went
well, 1 when something failed (an input, an assertion), 2 when the command line is wrong, ${EXIT_TRAP} when a
program trapped; a program of WASI has its own. Set ${DEBUG_VARIABLE}=1 to see the stack of an error.
`,
    );
  addCompile(cli);
  addRun(cli);
  addObjdump(cli);
  addWast(cli);
  addCache(cli);
  addHelp(cli);
  for (const command of cli.commands) refuseRepetition(command, ['group', 'dir', 'env', 'preload']);
  return cli;
}

/** In place of the parser's own, which prints everything where it does not know the command. */
function addHelp(cli: Command): void {
  cli
    .command('help')
    .description('show what a command does, and its options')
    .argument('[command]')
    .action((name?: string) => {
      const command = name === undefined ? cli : cli.commands.find((each) => each.name() === name);
      if (command !== undefined) command.help();
      const names = cli.commands.map((each) => each.name()).join(', ');
      cli.error(`error: unknown command '${name}' (commands: ${names})`);
    });
}

function addCompile(cli: Command): void {
  cli
    .command('compile')
    .description('compile a module and write its artifact')
    .argument('<in>', 'binary (.wasm) or text (.wat) module')
    .option('-o, --output <file>', 'the artifact (default: the input with the extension .winch)')
    .addOption(targetOption(OBJECT_TARGETS))
    .addOption(featuresOption())
    .addOption(boundsOption())
    .option('-g, --debug', 'with information for debuggers, and its source beside the output')
    .option('--stats', 'print counters of the compile')
    .addOption(emitOption())
    .option('--header <file>', 'with an object: also write its C header')
    .addOption(cAbiOption())
    .option('--prefix <name>', "with an object: the module's name in C (default: the file's)")
    .option(
      '--wasi-lib <dir>',
      'with --emit exe: uvwasi and libuv, in include/ and lib/ (default: by pkg-config)',
    )
    .addOption(quietOption())
    .addHelpText(
      'after',
      examples([
        ['winch-ts compile prog.wasm', 'writes prog.winch'],
        ['winch-ts compile prog.wasm -o prog.o --header prog.h', 'an object that C links'],
        ['winch-ts compile prog.wasm --emit exe -o prog', 'a WASI command as a native program'],
        ['winch-ts compile prog.wat -o out.winch --target x64 --stats', ''],
        ['curl -s URL | winch-ts compile - > prog.winch', 'from one stream to the other'],
      ]),
    )
    .action(async (...args: Parameters<typeof compileCommand>) => {
      const { compileCommand } = await import('./compile-command.js');
      return compileCommand(...args);
    });
}

function addRun(cli: Command): void {
  cli
    .command('run')
    .description('run a program of WASI, or call an export and print its results, one a line')
    .argument('<in>', 'binary or text module, or an artifact')
    .argument(
      '[args...]',
      "the program's arguments; with --invoke the function's, as in the text format",
    )
    .usage('[options] <in> [options] [args...]')
    .option('--invoke <name>', 'the exported function to call (default: _start, if there is one)')
    .option(
      '--dir <host[::guest]>',
      'with WASI: a folder that the program may use, and what it calls it; may be repeated',
      collected,
    )
    .option(
      '--env <name[=value]>',
      'with WASI: a variable of the environment; may be repeated',
      collected,
    )
    .option(
      '--preload <name=file>',
      'a module to import from, by the name of its imports; may be repeated',
      collected,
    )
    .addOption(targetOption())
    .addOption(boundsOption())
    .option('--fuel <count>', 'with portable code: stop it after so many calls and branches back')
    .option(
      '-g, --debug',
      'run it from a file with information for debuggers: see docs/debugging.md',
    )
    .option('--perf <file>', 'run it from an artifact that stays, where perf finds names')
    .option('--profile <file>', 'write a CPU profile that DevTools, VS Code and speedscope open')
    .option('--no-cache', 'compile the module, and keep nothing of it for the next run')
    .option(
      '--no-lazy',
      'compile all of a large module before it runs, not each function at its first call',
    )
    .option('--stats', 'print counters of the run, on standard error')
    .addOption(quietOption())
    .addHelpText(
      'after',
      examples([
        ['winch-ts run prog.wasm --dir . -- -v in.txt', 'a program of WASI, and its arguments'],
        ['winch-ts run prog.wasm --invoke fib 30', ''],
        ['winch-ts run prog.winch --invoke scale -1.5 0x1p-3 inf', ''],
        ['winch-ts run prog.wat', 'runs the start function, then _start'],
        ['winch-ts run prog.wasm --profile prog.cpuprofile', 'where the time goes'],
        ['winch-ts run prog.wasm --target portable --fuel 1000000', 'comes to an end in any case'],
        ['winch-ts run prog.wat -- -1', '-- ends the options, before arguments of any kind'],
      ]),
    )
    .action(async (...args: Parameters<typeof runCommand>) => {
      const { runCommand } = await import('./run-command.js');
      return runCommand(...args);
    });
}

function addObjdump(cli: Command): void {
  cli
    .command('objdump')
    .description('print machine code with function names and module offsets')
    .argument('<in>', 'binary or text module, or an artifact')
    .addOption(targetOption())
    .addOption(featuresOption())
    .addOption(boundsOption())
    .option('--function <name>', 'only the function of this name or index')
    .option('--no-bytes', 'leave out the bytes of instructions')
    .option('--trace', 'show each operator with the abstract stack behind it and its code')
    .addOption(quietOption())
    .addHelpText(
      'after',
      examples([
        ['winch-ts objdump prog.winch', ''],
        ['winch-ts objdump prog.wasm --function fib --no-bytes', ''],
        ['winch-ts objdump prog.wasm --function fib --trace', 'what the compiler thought'],
      ]),
    )
    .action(async (...args: Parameters<typeof objdumpCommand>) => {
      const { objdumpCommand } = await import('./objdump-command.js');
      return objdumpCommand(...args);
    });
}

function addWast(cli: Command): void {
  cli
    .command('wast')
    .description("run scripts of the official test suite's format")
    .argument('<path...>', 'scripts, and folders of scripts')
    .option(
      '--group <name>',
      'only this group of the groups.json in a folder; may be repeated',
      collected,
    )
    .addOption(targetOption())
    .addOption(featuresOption('host'))
    .addOption(boundsOption())
    .addOption(
      new Option('--artifacts', 'run every module from the file of its artifact').conflicts(
        'cached',
      ),
    )
    .option('--cached', 'run every module from a cache')
    .addOption(
      new Option('--lazy', 'compile each function when it is called first').conflicts([
        'artifacts',
        'cached',
      ]),
    )
    .option('--verify', "check the compiler's register bookkeeping after every operator (slow)")
    .option('--json <file>', 'also write the results as JSON')
    .addOption(quietOption())
    .addHelpText(
      'after',
      `${examples([
        ['winch-ts wast spec-tests/', ''],
        ['winch-ts wast suite/ --group core2.0 --group tail-call --json out.json', ''],
      ])}
The last line is "N passed, N failed, N skipped". Assertions about malformed text test the text
library and are counted in the line before. The exit code is 0 when nothing failed.
`,
    )
    .action(async (...args: Parameters<typeof wastCommand>) => {
      const { wastCommand } = await import('./wast-command.js');
      return wastCommand(...args);
    });
}

function addCache(cli: Command): void {
  const cache = cli
    .command('cache')
    .description('what `run` and `winch-ts/register` keep of modules that they compiled')
    .helpCommand(false)
    .addHelpText(
      'after',
      `${examples([
        ['winch-ts cache ls', 'what was used last comes first'],
        ['winch-ts cache clean', ''],
      ])}
WINCH_TS_CACHE names another folder than the one for your caches; "off" turns it off.
`,
    );
  cache
    .command('ls')
    .description('list it')
    .action(async () => {
      const { listCache } = await import('./cache-command.js');
      await listCache();
    });
  cache
    .command('clean')
    .description('remove all of it')
    .action(async () => {
      const { cleanCache } = await import('./cache-command.js');
      await cleanCache();
    });
}

/** For options that may be repeated. */
function collected(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** @param others that there are besides */
function targetOption(others: readonly string[] = []): Option {
  return new Option('--target <name>', 'machine to compile for (default: host)').choices([
    ...TARGET_CHOICES,
    ...others,
  ]);
}

/** @param without in place of a list */
function featuresOption(without = 'all known'): Option {
  return new Option(
    '--features <list>',
    `CPU features to use: names with commas, host, or none (default: ${without})`,
  );
}

function boundsOption(): Option {
  return new Option(
    '--bounds <mode>',
    'how accesses stay inside of memory: guard pages, or an explicit check for each',
  ).choices(['guard', 'explicit']);
}

function emitOption(): Option {
  return new Option(
    '--emit <kind>',
    'what to write (default: an object where the output is named FILE.o, else an artifact); exe: a program of a WASI command',
  ).choices(EMITS);
}

function cAbiOption(): Option {
  return new Option(
    '--c-abi <name>',
    "with an object: names and structures in C (default: native), or those of wabt's wasm2c",
  ).choices(C_ABIS);
}

function quietOption(): Option {
  return new Option('-q, --quiet', 'show no progress');
}

function examples(rows: readonly (readonly [command: string, meaning: string])[]): string {
  const width = Math.max(...rows.map(([command]) => command.length));
  const lines = rows.map(([command, meaning]) =>
    meaning === '' ? `  ${command}` : `  ${command.padEnd(width)}  ${meaning}`,
  );
  return `\nExamples:\n${lines.join('\n')}\n`;
}
