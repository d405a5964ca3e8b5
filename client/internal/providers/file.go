// Package providers reads the file of further authorization servers (--providers).
package providers

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"

	"quartet.example/client/bff"
	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

// entry is a bff.Provider with the names of RFC 7591 §2, where it has one.
type entry struct {
	Name          string   `yaml:"name"`
	Title         string   `yaml:"title"`
	Issuer        string   `yaml:"issuer"`
	EndpointHosts []string `yaml:"endpoint_hosts"`

	ClientID        string           `yaml:"client_id"`
	ClientSecret    config.Secret    `yaml:"client_secret"` // a value or @file
	ClientKey       config.Secret    `yaml:"client_key"`    // likewise
	TokenAuthMethod oauth.AuthMethod `yaml:"token_endpoint_auth_method"`
	Scopes          []string         `yaml:"scopes"`
	Resource        string           `yaml:"resource"`

	IDTokenAlg       string      `yaml:"id_token_signed_response_alg"`
	TrustedAudiences []string    `yaml:"trusted_audiences"`
	PAR              bff.Pushing `yaml:"par"`
	DPoP             bool        `yaml:"dpop"`
}

var errOneOnly = errors.New("the file holds more than one YAML document")

// Parse reads the text of the file; an empty text has no servers. An unknown field is an error
// with its line. What is left out has the default of bff.Provider, and bff judges the values. No
// error contains a secret.
func Parse(text string) ([]bff.Provider, error) {
	if text == "" {
		return nil, nil
	}
	var file struct {
		Providers []entry `yaml:"providers"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return nil, withoutValues(err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, errOneOnly
	}
	all := make([]bff.Provider, len(file.Providers))
	for i, e := range file.Providers {
		all[i] = bff.Provider(e)
	}
	return all, nil
}
