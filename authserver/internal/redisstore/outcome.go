package redisstore

import (
	"fmt"

	"quartet.example/authserver/internal/core"
)

// outcomeOf turns the first word of a script's reply into what the store
// answers; nil is success.
func outcomeOf(word string) error {
	switch word {
	case "ok":
		return nil
	case "unknown":
		return core.ErrNotFound
	case "other client":
		return core.ErrOtherClient
	case "replayed":
		return core.ErrCodeReplayed
	case "reused":
		return core.ErrRefreshReused
	case "other key":
		return core.ErrOtherKey
	case "answered":
		return core.ErrAnswered
	case "scope":
		return core.ErrScopeWidened
	case "nothing left":
		return core.ErrScopeLost
	case "resource":
		return core.ErrOtherResource
	}
	return fmt.Errorf("script replied %q", word)
}
