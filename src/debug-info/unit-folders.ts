import { ByteCursor, MalformedDwarf } from './byte-cursor.js';
import { type DwarfTexts, readTextForm, skipForm } from './forms.js';

const AT_STMT_LIST = 0x10;
const AT_COMP_DIR = 0x1b;
const FORM_IMPLICIT_CONST = 0x21;
const FORM_SEC_OFFSET = 0x17;
const FORM_DATA4 = 0x06;
/** Steps through tables of abbreviations, over all units. */
const MOST_STEPS = 1 << 22;
/** Units behind have no folder. */
const MOST_UNITS = 1 << 16;

/**
 * The folder that each unit was compiled in, by the offset of its line table. Reading ends where the
 * sections are malformed, with what was found until then.
 */
export function readUnitFolders(
  info: Uint8Array,
  abbrev: Uint8Array,
  texts: DwarfTexts,
): Map<number, string> {
  const folders = new Map<number, string>();
  const budget = { steps: MOST_STEPS };
  try {
    for (const all = new ByteCursor(info); all.left > 0 && folders.size < MOST_UNITS; ) {
      const size = all.u32();
      const start = all.skip(size);
      readUnit(new ByteCursor(info, start, start + size), abbrev, texts, folders, budget);
    }
  } catch (error) {
    if (!(error instanceof MalformedDwarf)) throw error;
  }
  return folders;
}

function readUnit(
  r: ByteCursor,
  abbrev: Uint8Array,
  texts: DwarfTexts,
  folders: Map<number, string>,
  budget: { steps: number },
): void {
  const version = r.u16();
  if (version < 2 || version > 5) return;
  let tableAt: number;
  let addressBytes: number;
  if (version === 5) {
    // Skeletons and units of types have more in their headers, and no lines of their own.
    if (r.u8() !== 1) return;
    addressBytes = r.u8();
    tableAt = r.u32();
  } else {
    tableAt = r.u32();
    addressBytes = r.u8();
  }
  const attributes = findAbbreviation(abbrev, tableAt, r.uleb(), budget);
  let table = -1;
  let folder: string | undefined;
  for (let at = attributes.uleb(); ; at = attributes.uleb()) {
    const form = attributes.uleb();
    if (at === 0 && form === 0) break;
    if (form === FORM_IMPLICIT_CONST) attributes.sleb();
    if (at === AT_STMT_LIST && (form === FORM_SEC_OFFSET || form === FORM_DATA4)) table = r.u32();
    else if (at === AT_COMP_DIR) folder = readTextForm(r, form, addressBytes, texts);
    else skipForm(r, form, addressBytes);
  }
  if (table >= 0 && folder !== undefined) folders.set(table, folder);
}

/** A cursor at the attributes of an abbreviation. */
function findAbbreviation(
  abbrev: Uint8Array,
  at: number,
  wanted: number,
  budget: { steps: number },
): ByteCursor {
  if (at > abbrev.length) throw new MalformedDwarf('a table of abbreviations is elsewhere');
  const r = new ByteCursor(abbrev, at);
  for (;;) {
    const code = r.uleb();
    if (code === 0) throw new MalformedDwarf('an abbreviation is missing');
    r.uleb();
    r.u8();
    if (code === wanted) return r;
    for (;;) {
      if (--budget.steps < 0) throw new MalformedDwarf('its abbreviations have no end');
      const attribute = r.uleb();
      const form = r.uleb();
      if (form === FORM_IMPLICIT_CONST) r.sleb();
      if (attribute === 0 && form === 0) break;
    }
  }
}
