import { fail, hideFrames } from './interface.js';
import { compileChunks, type Module } from './module.js';

/** Node's codes for what is wrong with a response. */
function responseError(message: string, code: string, context: string): TypeError {
  return hideFrames(Object.assign(new TypeError(message), { code }), context);
}

/**
 * Compiles the body of a response while it arrives (WebAssembly Web API, "compile a potential
 * WebAssembly response").
 *
 * @throws TypeError when it is no response, or not one of a module; CompileError
 */
export async function compileResponse(source: unknown, context: string): Promise<Module> {
  const response = await source;
  if (!(response instanceof Response)) {
    throw responseError(
      'The "source" argument must be an instance of Response or an Promise resolving to Response.',
      'ERR_INVALID_ARG_TYPE',
      context,
    );
  }
  const refused = (what: string) =>
    responseError(`WebAssembly response ${what}`, 'ERR_WEBASSEMBLY_RESPONSE', context);
  const mime = response.headers.get('content-type');
  // Tabs and blanks around it and upper case are allowed, parameters are not, not even none (";").
  if (mime?.replace(/^[\t ]+|[\t ]+$/g, '').toLowerCase() !== 'application/wasm') {
    throw refused(`has unsupported MIME type '${mime}'`);
  }
  if (!response.ok) throw refused(`has status code ${response.status}`);
  if (response.bodyUsed) throw refused('body has already been used');
  return compileChunks(bodyOf(response, context), context);
}

async function* bodyOf(response: Response, context: string): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  for await (const chunk of response.body as AsyncIterable<unknown>) {
    if (!(chunk instanceof Uint8Array)) {
      throw fail(context, TypeError, 'a chunk of a response must be a Uint8Array');
    }
    yield chunk;
  }
}
