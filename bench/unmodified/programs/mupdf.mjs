import * as mupdf from 'mupdf';

const pdf = new mupdf.PDFDocument();
const font = pdf.addSimpleFont(new mupdf.Font('Times-Roman'));
const resources = pdf.newDictionary();
const fonts = pdf.newDictionary();
fonts.put('F', font);
resources.put('Font', fonts);
const page = pdf.addPage(
  [0, 0, 200, 100],
  0,
  resources,
  'BT /F 20 Tf 10 40 Td (Hello, page) Tj ET',
);
pdf.insertPage(-1, page);
const again = mupdf.Document.openDocument(pdf.saveToBuffer('').asUint8Array(), 'application/pdf');
const loaded = again.loadPage(0);
console.log(again.countPages(), loaded.toStructuredText().asText().trim());
const pixmap = loaded.toPixmap(mupdf.Matrix.scale(1, 1), mupdf.ColorSpace.DeviceGray, false);
console.log(
  pixmap.getWidth(),
  pixmap.getHeight(),
  pixmap.getPixels().reduce((a, b) => (a * 31 + b) % 1_000_003, 7),
);
try {
  mupdf.Document.openDocument(Buffer.from('no document'), 'application/pdf').loadPage(0);
} catch (error) {
  console.log('caught', error.message);
}
