"""From the bytes of a filing to rows with proofs."""
