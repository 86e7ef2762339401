import { type Platform, providePlatform } from '../platform.js';
import { NativePlatform } from './native-platform.js';

function choose(): Platform {
  return new NativePlatform();
}

providePlatform(choose);
