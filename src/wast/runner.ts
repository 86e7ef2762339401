import { TextError, type TextReader, TextReaderMissingError } from '../text/wat.js';
import type { Engine, EngineExtern, EngineInstance, EngineModule, Failure } from './engine.js';
import { type Action, type Command, type ModuleSource, parseScript } from './script.js';
import { ScriptSyntaxError } from './sexpr.js';
import { formatPattern, formatValue, matches, type WastValue } from './values.js';

/**
 * What came of a command. `text` is of the text library rather than the engine: whether it refuses
 * malformed text.
 */
export type Outcome = 'passed' | 'failed' | 'skipped' | 'text-passed' | 'text-failed';

/** One assertion, or another command that failed. */
export interface CommandResult {
  readonly line: number;
  readonly command: string;
  readonly outcome: Outcome;
  /** Why it did not pass: what was expected and what came. */
  readonly reason?: string;
  /** The proposal whose absence decided the outcome: why it failed, or why a module was refused. */
  readonly needs?: string;
}

export interface ScriptResult {
  /** Results in order. Commands that are no assertions are listed only when they fail. */
  readonly results: readonly CommandResult[];
}

/** Called while a script runs, before each command; for progress. */
export type OnCommand = (command: Command) => void;

/**
 * Runs one script on an engine that runs nothing else. A command that fails does not end the script;
 * what depends on it fails with the reason.
 * @throws TextReaderMissingError
 */
export async function runScript(
  source: string,
  engine: Engine,
  reader: () => Promise<TextReader>,
  onCommand?: OnCommand,
): Promise<ScriptResult> {
  let commands: Command[];
  try {
    commands = parseScript(source);
  } catch (error) {
    if (!(error instanceof ScriptSyntaxError)) throw error;
    const reason = `not a script: ${error.message}`;
    return { results: [{ line: error.line, command: 'script', outcome: 'failed', reason }] };
  }
  const run = new ScriptRun(engine, reader);
  for (const command of commands) {
    onCommand?.(command);
    await run.execute(command);
  }
  return { results: run.results };
}

/** A module that a command could not make; stands where its instance would. */
interface Missing {
  readonly missing: Failure;
  readonly line: number;
}
type Slot = { readonly instance: EngineInstance } | Missing;
type DefinitionSlot = { readonly module: EngineModule } | Missing;

type Verdict = Omit<CommandResult, 'line' | 'command'>;

/** The outcome of reading a module's source. */
type Read =
  | { readonly bytes: Uint8Array }
  | { readonly refused: TextError }
  | { readonly notUtf8: true };

const PASSED: Verdict = { outcome: 'passed' };

class ScriptRun {
  readonly results: CommandResult[] = [];
  private readonly spectest: ReadonlyMap<string, EngineExtern>;
  private readonly registered = new Map<string, Slot>();
  private readonly instances = new Map<string, Slot>();
  private readonly definitions = new Map<string, DefinitionSlot>();
  private current: Slot | undefined;
  private definition: DefinitionSlot | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly reader: () => Promise<TextReader>,
  ) {
    this.spectest = engine.makeSpectest();
  }

  async execute(command: Command): Promise<void> {
    let verdict: Verdict | undefined;
    try {
      verdict = await this.dispatch(command);
    } catch (error) {
      if (error instanceof TextReaderMissingError) throw error;
      verdict = failed(error instanceof Unavailable ? error.failure : this.engine.classify(error));
    }
    if (verdict === undefined) return;
    this.results.push({ line: command.line, command: command.head, ...verdict });
  }

  private async dispatch(command: Command): Promise<Verdict | undefined> {
    const { body } = command;
    switch (body.type) {
      case 'module': {
        const slot = await this.defineModule(body.source, command.line);
        if (body.definition) {
          this.definition = slot;
          if (body.name !== undefined) this.definitions.set(body.name, slot);
          return 'missing' in slot ? failed(slot.missing) : undefined;
        }
        return this.addInstance(slot, body.name, command.line);
      }
      case 'instance': {
        const slot =
          body.definition === undefined ? this.definition : this.definitions.get(body.definition);
        if (slot === undefined) return failedWith(`no module definition ${body.definition ?? ''}`);
        return this.addInstance(slot, body.name, command.line);
      }
      case 'register':
        this.registered.set(body.as, this.slot(body.name));
        return undefined;
      case 'action':
        this.perform(body.action);
        return undefined;
      case 'assert_return': {
        const results = this.perform(body.action);
        const same =
          results.length === body.results.length &&
          results.every((value, i) => matches(body.results[i]!, value));
        if (same) return PASSED;
        return failedWith(
          `expected ${list(body.results.map(formatPattern))}, got ${list(results.map(formatValue))}`,
        );
      }
      case 'assert_trap': {
        const { subject } = body;
        if ('form' in subject) {
          const slot = await this.defineModule(subject, command.line);
          return this.expectFailure('trap', body.text, () => this.instantiate(slot));
        }
        return this.expectFailure('trap', body.text, () => this.perform(subject));
      }
      case 'assert_exhaustion':
        return this.expectFailure('exhaustion', body.text, () => this.perform(body.action));
      case 'assert_exception':
        return this.expectFailure('exception', '', () => this.perform(body.action));
      case 'assert_unlinkable': {
        const slot = await this.defineModule(body.source, command.line);
        // What an engine says of a wrong import differs; that it is refused for it does not.
        return this.expectFailure('link', '', () => this.instantiate(slot));
      }
      case 'assert_invalid':
      case 'assert_malformed':
        return this.expectRefusal(body.type, body.source, body.custom);
      case 'unsupported':
        return { outcome: 'skipped', reason: body.reason };
      case 'malformed':
        return failedWith(body.reason);
    }
  }

  private addInstance(
    slot: DefinitionSlot,
    name: string | undefined,
    line: number,
  ): Verdict | undefined {
    let result: Slot;
    try {
      result = { instance: this.instantiate(slot) };
    } catch (error) {
      const failure = error instanceof Unavailable ? error.failure : this.engine.classify(error);
      result = { missing: failure, line };
    }
    this.current = result;
    if (name !== undefined) this.instances.set(name, result);
    return 'missing' in result ? failed(result.missing) : undefined;
  }

  private async defineModule(source: ModuleSource, line: number): Promise<DefinitionSlot> {
    const read = await this.read(source);
    if (!('bytes' in read)) {
      const why = 'refused' in read ? placed(read.refused, source.line) : 'text is not UTF-8';
      return { missing: { kind: 'compile', message: `text not understood: ${why}` }, line };
    }
    try {
      return { module: this.engine.compile(read.bytes) };
    } catch (error) {
      return { missing: this.engine.classify(error), line };
    }
  }

  private async read(source: ModuleSource): Promise<Read> {
    if (source.form === 'binary') return { bytes: source.bytes };
    if (source.text === undefined) return { notUtf8: true };
    const { parse } = await this.reader();
    try {
      return { bytes: await parse(source.text) };
    } catch (error) {
      if (!(error instanceof TextError)) throw error;
      return { refused: error };
    }
  }

  private instantiate(slot: DefinitionSlot): EngineInstance {
    if ('missing' in slot) throw new Unavailable(slot.missing);
    return this.engine.instantiate(slot.module, (module, name) => this.resolve(module, name));
  }

  private resolve(module: string, name: string): EngineExtern | undefined {
    const slot = this.registered.get(module);
    if (slot === undefined) return module === 'spectest' ? this.spectest.get(name) : undefined;
    if ('missing' in slot) throw dependent(slot, `module "${module}"`);
    return this.engine.getExport(slot.instance, name);
  }

  private slot(name: string | undefined): Slot {
    const slot = name === undefined ? this.current : this.instances.get(name);
    if (slot === undefined) {
      throw new Unavailable({ kind: 'internal', message: `no module ${name ?? 'before this'}` });
    }
    return slot;
  }

  private perform(action: Action): WastValue[] {
    const slot = this.slot(action.module);
    if ('missing' in slot) throw dependent(slot, action.module ?? 'module');
    const item = this.engine.getExport(slot.instance, action.field);
    if (item === undefined) {
      throw new Unavailable({ kind: 'internal', message: `no export "${action.field}"` });
    }
    if (action.type === 'get') return [this.engine.readGlobal(item)];
    return this.engine.invoke(item, action.args);
  }

  private expectFailure(kind: Failure['kind'], text: string, attempt: () => unknown): Verdict {
    let outcome: unknown;
    try {
      outcome = attempt();
    } catch (error) {
      if (error instanceof Unavailable) return failed(error.failure);
      const failure = this.engine.classify(error);
      if (failure.kind === kind && sameText(failure.message, text)) return PASSED;
      if (failure.needs !== undefined) return failed(failure);
      return failedWith(`expected ${expectation(kind, text)}, got ${describe(failure)}`);
    }
    const came = Array.isArray(outcome) ? list(outcome.map(formatValue)) : 'an instance';
    return failedWith(`expected ${expectation(kind, text)}, got ${came}`);
  }

  private async expectRefusal(
    type: 'assert_invalid' | 'assert_malformed',
    source: ModuleSource,
    custom: boolean,
  ): Promise<Verdict> {
    const read = await this.read(source);
    // Malformed text is the text library's to refuse; so is what it does not let through to us.
    const ofText = custom || (type === 'assert_malformed' && source.form !== 'binary');
    if (!('bytes' in read)) return { outcome: 'text-passed' };
    if (ofText) {
      return { outcome: 'text-failed', reason: 'malformed text was accepted by the text library' };
    }
    try {
      this.engine.compile(read.bytes);
    } catch (error) {
      const failure = this.engine.classify(error);
      if (failure.kind !== 'compile') {
        return failedWith(`expected the module to be refused, got ${describe(failure)}`);
      }
      return failure.needs === undefined ? PASSED : { outcome: 'passed', needs: failure.needs };
    }
    return failedWith(
      `expected the module to be ${type === 'assert_invalid' ? 'invalid' : 'malformed'}, but it was accepted`,
    );
  }
}

/** A command cannot be carried out because of what an earlier one failed to make. */
class Unavailable extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

function dependent(slot: Missing, what: string): Unavailable {
  const { missing } = slot;
  const message = `${what} of line ${slot.line} is missing (${missing.message})`;
  return new Unavailable({ ...missing, kind: 'internal', message });
}

function failed(failure: Failure): Verdict {
  const verdict = failedWith(describe(failure));
  return failure.needs === undefined ? verdict : { ...verdict, needs: failure.needs };
}

function failedWith(reason: string): Verdict {
  return { outcome: 'failed', reason };
}

/** Engines add details to the suite's words, or leave some out. */
function sameText(message: string, expected: string): boolean {
  return message.includes(expected) || (message !== '' && expected.startsWith(message));
}

const KINDS: Record<Failure['kind'], string> = {
  compile: 'refused module',
  link: 'link error',
  trap: 'trap',
  exhaustion: 'stack exhaustion',
  exception: 'uncaught exception',
  internal: 'failure',
};

function describe(failure: Failure): string {
  if (failure.kind === 'internal') return failure.message;
  return `${KINDS[failure.kind]}: ${failure.message}`;
}

function expectation(kind: Failure['kind'], text: string): string {
  return text === '' ? KINDS[kind] : `${KINDS[kind]} "${text}"`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.join(' ');
}

/** A text error's message with its line counted from the start of the script. */
function placed(error: TextError, firstLine: number): string {
  if (error.line === 0) return error.message;
  return `${error.reason} at line ${error.line + firstLine - 1}, column ${error.column}`;
}
