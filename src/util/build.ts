/**
 * What tells builds of one version from each other: code of one is not taken for that of another. The build puts a hash of
 * all sources in its place.
 */
export const BUILD: string = 'sources';
