package provider

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"quartet.example/shared/config"
	"quartet.example/shared/oauth"
)

// Entry is one authorization server of a providers file. The names are those of
// RFC 7591 §2 where it has one.
type Entry struct {
	Name          string           `yaml:"name"`  // its redirect URI is /callback/{name}
	Title         string           `yaml:"title"` // for the page on which users choose
	Issuer        string           `yaml:"issuer"`
	EndpointHosts []string         `yaml:"endpoint_hosts"`
	ClientID      string           `yaml:"client_id"`
	ClientSecret  config.Secret    `yaml:"client_secret"` // a value or @file
	ClientKey     config.Secret    `yaml:"client_key"`    // likewise
	AuthMethod    oauth.AuthMethod `yaml:"token_endpoint_auth_method"`
	Scopes        []string         `yaml:"scopes"`
	Resource      string           `yaml:"resource"` // as --resource
	IDTokenAlg    string           `yaml:"id_token_signed_response_alg"`
	Audiences     []string         `yaml:"trusted_audiences"` // as --trusted-audiences
	PAR           Pushing          `yaml:"par"`
	DPoP          bool             `yaml:"dpop"`
}

var (
	nameForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)
	methods    = []oauth.AuthMethod{oauth.ClientSecretBasic, oauth.ClientSecretPost, oauth.PrivateKeyJWT, oauth.NoAuthentication}
	pushing    = []Pushing{PushAuto, PushAlways, PushNever}
	errOneOnly = errors.New("the file holds more than one YAML document")
)

// ParseFile reads the file of further authorization servers. A field that is not
// known is an error with its line; what is left out has the default of the setting
// of the same name. Secrets are in no error.
func ParseFile(text string) ([]Entry, error) {
	if text == "" {
		return nil, nil
	}
	var file struct {
		Providers []Entry `yaml:"providers"`
	}
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.KnownFields(true)
	if err := decoder.Decode(&file); err != nil {
		return nil, withoutValues(err)
	}
	if err := decoder.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, errOneOnly
	}
	var errs []error
	names := map[string]bool{}
	for i := range file.Providers {
		e := &file.Providers[i]
		e.complete()
		errs = append(errs, e.problem(i))
		if names[e.Name] {
			errs = append(errs, fmt.Errorf("%s: there are two of this name", e.Name))
		}
		names[e.Name] = true
	}
	return file.Providers, errors.Join(errs...)
}

func (e *Entry) complete() {
	if e.AuthMethod == "" {
		e.AuthMethod = oauth.ClientSecretBasic
	}
	if e.PAR == "" {
		e.PAR = PushAuto
	}
}

// problem is what the file alone can tell; URLs and credentials are judged where
// those of the first server are.
func (e *Entry) problem(i int) error {
	switch {
	case !nameForm.MatchString(e.Name):
		return fmt.Errorf("entry %d: name must match %s", i+1, nameForm)
	case !slices.Contains(methods, e.AuthMethod):
		return fmt.Errorf("%s: token_endpoint_auth_method: unknown method", e.Name)
	case !slices.Contains(pushing, e.PAR):
		return fmt.Errorf("%s: par: want one of %v", e.Name, pushing)
	}
	return nil
}
