import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const assets = createRequire(import.meta.url).resolve('docxodus/export-assets.json');
const runtime = assets.replace('export-assets.json', 'wasm/_framework/dotnet.js');
const { dotnet } = await import(pathToFileURL(runtime).href);
const { getAssemblyExports, getConfig } = await dotnet.withDiagnosticTracing(false).create();
const { DocxodusWasm } = await getAssemblyExports(getConfig().mainAssemblyName);
const { DocumentConverter, DocxSessionBridge } = DocxodusWasm;
const blank = DocxSessionBridge.CreateBlankDocx();
console.log(
  blank.length > 1000,
  DocumentConverter.ConvertDocxToHtml(blank).replace(/\s+/g, ' ').slice(0, 400),
);
console.log(DocumentConverter.ConvertDocxToHtml(new Uint8Array(10)).slice(0, 200));
process.exit(0);
