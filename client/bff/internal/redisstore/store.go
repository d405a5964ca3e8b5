package redisstore

import (
	"embed"
	"encoding/json"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"quartet.example/client/bff/internal/core"
)

// Box seals records under a key that Redis does not know (shared/seal).
type Box interface {
	SealBytes(plain []byte, record string) []byte
	OpenBytes(sealed []byte, record string) ([]byte, error)
	Open(sealed, record string) ([]byte, error) // in base64url
}

// Store has the client's state. All replicas use one Redis.
type Store struct {
	rdb  redis.UniversalClient
	box  Box
	idle time.Duration
	now  func() time.Time

	memory memory
}

// New makes a store whose sessions end after idle without a request.
func New(rdb redis.UniversalClient, box Box, idle time.Duration, now func() time.Time) *Store {
	return &Store{rdb: rdb, box: box, idle: idle, now: now, memory: memory{sessions: map[string]inMemory{}}}
}

// garbageAfter is how long Redis keeps a record after it has expired, because the clocks of
// replicas differ.
const garbageAfter = time.Minute

//go:embed lua/*.lua
var lua embed.FS

func script(name string) *redis.Script {
	source, err := lua.ReadFile("lua/" + name + ".lua")
	if err != nil {
		panic(err) // not built in: cannot happen in a program that compiled
	}
	return redis.NewScript(string(source))
}

func (s *Store) seal(v any, key string) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return s.box.SealBytes(plain, key), nil
}

// open decrypts a record into v. A record that cannot be decrypted, because the key has changed
// or the record was moved, is treated as missing.
func (s *Store) open(sealed, key string, v any) error {
	plain, err := s.box.OpenBytes([]byte(sealed), key)
	if err != nil { // earlier versions stored base64url
		plain, err = s.box.Open(sealed, key)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", core.ErrNotFound, err)
	}
	return json.Unmarshal(plain, v)
}
