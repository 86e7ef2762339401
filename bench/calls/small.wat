;; A small module: what an instance of it takes.
(module
  (memory (export "memory") 1)
  (table (export "table") 4 funcref)
  (func (export "f") (result i32) (i32.const 1)))
