package control

import "context"

// RotateKeys replaces all signing keys. The new keys sign at once. The old ones stay in the JWK Set and
// verify until the setting key-overlap has passed, or keys.MaxRetired newer ones have retired.
func (c *Control) RotateKeys(ctx context.Context) error { return c.Keys.RotateNow(ctx) }
