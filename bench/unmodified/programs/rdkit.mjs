import { createRequire } from 'node:module';

const RDKit = await createRequire(import.meta.url)('@rdkit/rdkit')();
console.log(RDKit.version());
const molecule = RDKit.get_mol('CC(=O)Oc1ccccc1C(=O)O');
console.log(molecule.get_smiles(), molecule.get_descriptors());
console.log(molecule.get_svg().length, molecule.get_morgan_fp());
console.log(String(RDKit.get_mol('C1CC')));
