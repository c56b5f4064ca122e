import { describe, expect, it } from 'vitest';
import { pagesOfPdf } from '#watchlist/pdf.ts';

/** A PDF of these pages; each line is set as it is, in Helvetica. Signs beyond ASCII would need a font of their own. */
function pdf(pages: readonly (readonly string[])[]): Uint8Array {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>'];
  const kids = pages.map((_, at) => `${String(4 + at * 2)} 0 R`).join(' ');
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${String(pages.length)} >>`);
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>');
  for (const [at, lines] of pages.entries()) {
    const shown = lines.map((line) => `(${line.replaceAll(/[()\\]/g, '\\$&')}) Tj T*`).join(' ');
    const stream = lines.length === 0 ? '' : `BT /F1 10 Tf 12 TL 40 800 Td ${shown} ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${String(5 + at * 2)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${String(stream.length)} >>\nstream\n${stream}\nendstream`,
    );
  }
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${String(at + 1)} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n${table}`;
  const xref = text.indexOf('xref\n');
  text += `trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R >>\nstartxref\n${String(xref)}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

describe('a PDF', () => {
  it('is read page by page, lines joined into paragraphs', async () => {
    const pages = await pagesOfPdf(
      pdf([
        [
          'Envoy speaks of two',
          'The ambassador told reporters that two of the captives, Alexander',
          'Trufanov and Maxim Herkin, had been named in a list of the Israeli-',
          'Russian dual citizens.',
          'He gave no date for the hand-',
          'over.',
        ],
        ['A second page.'],
      ]),
    );
    expect(pages).toEqual([
      'Envoy speaks of two\n' +
        'The ambassador told reporters that two of the captives, Alexander Trufanov and Maxim Herkin, ' +
        'had been named in a list of the Israeli-Russian dual citizens.\n' +
        'He gave no date for the handover.',
      'A second page.',
    ]);
  });

  it('that holds pictures only has empty pages', async () => {
    expect(await pagesOfPdf(pdf([[]]))).toEqual(['']);
  });

  it('that is cut off is refused', async () => {
    await expect(pagesOfPdf(pdf([['A line.']]).subarray(0, 60))).rejects.toThrow(/PDF/);
  });
});
