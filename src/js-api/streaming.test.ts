import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ENGINES, sameAsync, watToWasm } from '../../test/support/two-engines.js';

const MIME = { 'content-type': 'application/wasm' };

async function moduleBytes(): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await watToWasm(`(module (import "e" "h" (func $h (param i32) (result i32)))
    (data "some bytes") (memory 1)
    (func (export "f") (param i32) (result i32) (call $h (local.get 0))))`);
  return Uint8Array.from(bytes);
}

/** A body in pieces of a size. */
function pieces(bytes: Uint8Array, size: number): ReadableStream {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

describe('streaming', () => {
  it('compiles responses and promises of them, in any pieces', async () => {
    const bytes = await moduleBytes();
    const e = { h: (x: number) => x + 1 };
    for (const size of [1, 7, 1000]) {
      await sameAsync(async (W) => {
        const module = await W.compileStreaming(
          new Response(pieces(bytes, size), { headers: MIME }),
        );
        const { exports } = new W.Instance(module, { e });
        return [module instanceof W.Module, exports.f(1), W.Module.imports(module)];
      });
      await sameAsync(async (W) => {
        const response = Promise.resolve(new Response(pieces(bytes, size), { headers: MIME }));
        const both = await W.instantiateStreaming(response, { e });
        return [Object.keys(both), both.module instanceof W.Module, both.instance.exports.f(41)];
      });
    }
  });

  it('compiles while bytes are still to come', async () => {
    const W = ENGINES.winch;
    const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 99, 1, 0);
    let cancelled = false;
    // The stream never ends: the error must be found in what has come.
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(bytes),
      cancel() {
        cancelled = true;
      },
    });
    await expect(W.compileStreaming(new Response(body, { headers: MIME }))).rejects.toThrow(
      W.CompileError,
    );
    expect(cancelled).toBe(true);
  });

  it('refuses what is no response of a module', async () => {
    const bytes = await moduleBytes();
    const used = async () => {
      const response = new Response(bytes, { headers: MIME });
      await response.arrayBuffer();
      return response;
    };
    const sources: readonly (() => unknown)[] = [
      () => undefined,
      () => 1,
      () => bytes,
      () => new Response(bytes),
      () => new Response(bytes, { headers: { 'content-type': 'text/plain' } }),
      () => new Response(bytes, { headers: { 'content-type': 'application/wasm; charset=utf-8' } }),
      () => new Response(bytes, { headers: MIME, status: 404 }),
      () => new Response(null, { headers: MIME }),
      () => new Response(bytes.subarray(0, 20), { headers: MIME }),
      () => new Response('some text', { headers: MIME }),
      () => Promise.reject(new EvalError('no response')),
      used,
    ];
    for (const source of sources) {
      await sameAsync((W) => W.compileStreaming(source() as Response));
      await sameAsync((W) => W.instantiateStreaming(source() as Response, {}));
      const codes = await Promise.all(
        Object.values(ENGINES).map((W) =>
          W.compileStreaming(source() as Response).catch((error) => error.code),
        ),
      );
      expect(codes[1]).toBe(codes[0]);
    }
    for (const imports of [1, null, {}, { e: {} }]) {
      await sameAsync((W) =>
        W.instantiateStreaming(new Response(bytes, { headers: MIME }), imports as never),
      );
    }
  });

  it('takes the type in upper case and with blanks around, and without parameters', async () => {
    const bytes = await moduleBytes();
    const typed = (type: string) => {
      const response = new Response(bytes);
      // A `Response` of the host normalises what it is made with.
      Object.defineProperty(response, 'headers', { value: { get: () => type } });
      return response;
    };
    const W = ENGINES.winch;
    for (const type of ['application/wasm', 'Application/WASM', ' \tapplication/wasm\t ']) {
      expect(await W.compileStreaming(typed(type))).toBeInstanceOf(W.Module);
      const { instance } = await W.instantiateStreaming(typed(type), { e: { h: () => 4 } });
      expect(instance.exports.f(0)).toBe(4);
    }
    for (const type of ['application/wasm;', 'application/wasm;a=b', 'application/wasmx', '']) {
      await expect(W.compileStreaming(typed(type))).rejects.toThrow(/unsupported MIME type/);
    }
    const cased = { headers: { 'content-type': 'APPLICATION/Wasm' } };
    expect(await W.compileStreaming(new Response(bytes, cased))).toBeInstanceOf(W.Module);
  });

  it('passes on what the body fails with', async () => {
    const failing = () =>
      new ReadableStream({
        pull(controller) {
          controller.error(new EvalError('connection lost'));
        },
      });
    await sameAsync(
      (W) => W.compileStreaming(new Response(failing(), { headers: MIME })),
      'message',
    );
  });

  it('takes what fetch gives', async () => {
    const bytes = await moduleBytes();
    const server = createServer((_, response) => {
      response.writeHead(200, MIME);
      response.write(bytes.subarray(0, 30));
      setTimeout(() => response.end(bytes.subarray(30)), 5);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const e = { h: (x: number) => x * 2 };
      await sameAsync(async (W) => {
        const source = fetch(`http://127.0.0.1:${port}/`);
        const { instance } = await W.instantiateStreaming(source, { e });
        return instance.exports.f(21);
      });
    } finally {
      server.close();
    }
  });
});
