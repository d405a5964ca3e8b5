package authserver

import (
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"quartet.example/authserver/internal/browser"
	"quartet.example/authserver/internal/device"
	"quartet.example/shared/oauth"
	"quartet.example/shared/seal"
)

// wireDevice makes the device authorization endpoint and the page for the code.
func (s *Server) wireDevice() error {
	cfg, sessions := s.cfg, s.login.Sessions
	pepper, box, err := s.deviceSecrets()
	if err != nil {
		return err
	}
	gate := &browser.Gate{Issuer: cfg.Issuer, Sessions: sessions, Transactions: s.store, Now: s.deps.Now, TTL: cfg.TransactionTTL}
	s.device = &device.Handler{
		Issuer: cfg.Issuer, Auth: s.token.Clients, Clients: s.dir, Scopes: s.dir, Devices: s.store, Guesses: s.store,
		Gate: gate, Sessions: sessions, Pages: s.pages, Log: s.deps.Log, Now: s.deps.Now, Pepper: pepper, Box: box,
		TTL: cfg.DeviceCodeTTL, Interval: cfg.DeviceInterval, Limit: cfg.DeviceAttempts, Window: cfg.DeviceWindow,
	}
	return nil
}

// deviceSecrets derives from the seal key what user codes are hashed and sealed
// with. Without a seal key they end with this process, as the embedded Redis does.
func (s *Server) deviceSecrets() (pepper []byte, box *seal.Box, err error) {
	secret := s.cfg.SealKey.Reveal()
	if secret == "" {
		secret = oauth.NewSecret()
	}
	if pepper, err = hkdf.Key(sha256.New, []byte(secret), nil, "quartet user code pepper v1", 32); err != nil {
		return nil, nil, fmt.Errorf("seal-key: %w", err)
	}
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "quartet user code seal v1", 32)
	if err != nil {
		return nil, nil, fmt.Errorf("seal-key: %w", err)
	}
	box, err = seal.New(key)
	return pepper, box, err
}
