# TPM2_CreatePrimary: an ECC P-256 storage key of the owner
pcr-only: 143
8002      tag: sessions
00000043  size
00000131  TPM_CC_CreatePrimary
40000001  handle: TPM_RH_OWNER
00000009  size of the authorization area
40000009    TPM_RS_PW
0000        nonce: empty
00          attributes
0000        password: empty
0004      sensitive: size
0000        password: empty
0000        data: empty
001a      public: size
0023        TPM_ALG_ECC
000b        name algorithm: sha256
00030472    attributes: a storage key, noDA
0000        policy: empty
000600800043    AES 128 CFB
0010        scheme: none
0003        curve: NIST P-256
0010        kdf: none
0000        x: empty
0000        y: empty
0000      outside information: size
00000000  PCR selections
