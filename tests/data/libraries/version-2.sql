BEGIN TRANSACTION;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    path TEXT NOT NULL,
    fields TEXT NOT NULL,
    date TEXT,
    added TEXT NOT NULL,
    story TEXT,
    characters INTEGER NOT NULL,
    text TEXT NOT NULL
);
INSERT INTO "articles" VALUES(1,'abcc75f3e4ff','The flood','/papers/a.txt','{"standfirst": null, "authors": [], "source": "The Carrowby Post", "section": null, "date": "2024-03-04", "date_from": null, "language": null, "url": null, "captions": []}','2024-03-04','2026-11-22T16:12:06+00:00',NULL,378,'The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. The river rose on Monday. It flooded forty homes in Mill Lane. ');
INSERT INTO "articles" VALUES(2,'f889db68dbcf','The bridge','/papers/a.txt','{"standfirst": null, "authors": [], "source": null, "section": null, "date": null, "date_from": null, "language": null, "url": null, "captions": []}',NULL,'2026-11-22T16:12:06+00:00',NULL,375,'The bridge was closed at noon. Engineers found a crack in the second pier. The bridge was closed at noon. Engineers found a crack in the second pier. The bridge was closed at noon. Engineers found a crack in the second pier. The bridge was closed at noon. Engineers found a crack in the second pier. The bridge was closed at noon. Engineers found a crack in the second pier. ');
INSERT INTO "articles" VALUES(3,'5012fe8fd86c','The vote','/papers/d.txt','{"standfirst": null, "authors": [], "source": null, "section": null, "date": "2024-05-01", "date_from": null, "language": null, "url": null, "captions": []}','2024-05-01','2026-11-22T16:12:06+00:00',NULL,335,'The council voted on the budget. Nine were for it and six against. The council voted on the budget. Nine were for it and six against. The council voted on the budget. Nine were for it and six against. The council voted on the budget. Nine were for it and six against. The council voted on the budget. Nine were for it and six against. ');
CREATE TABLE feeds (address TEXT PRIMARY KEY, etag TEXT, modified TEXT, checked TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "feeds" VALUES('https://post.example/feed','"e1"',NULL,'2026-01-02T03:04:05+00:00');
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    digest BLOB NOT NULL,
    reader INTEGER NOT NULL
);
INSERT INTO "files" VALUES(1,'/papers/a.txt',1,1,X'64646464646464646464646464646464',1);
INSERT INTO "files" VALUES(2,'/papers/b.txt',1,1,X'64646464646464646464646464646464',1);
INSERT INTO "files" VALUES(3,'/papers/d.txt',1,1,X'64646464646464646464646464646464',1);
CREATE TABLE generations (generation INTEGER PRIMARY KEY, token TEXT NOT NULL, at TEXT NOT NULL);
INSERT INTO "generations" VALUES(0,'c55f0b0fa19ccb64','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(1,'648bcd3671caec2c','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(2,'a039b87d9a357ccf','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(3,'b33dab51a5d6f833','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(4,'945e3d2cc108c454','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(5,'fe8d11b4e1c310e5','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(6,'0c5c1eccf8d0b896','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(7,'5b3b11e8a65c57f1','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(8,'f8d161e0737294df','2026-11-22T16:12:06+00:00');
INSERT INTO "generations" VALUES(9,'7b7cd3bae51f4473','2026-11-22T16:12:06+00:00');
CREATE TABLE left_out (
    kind TEXT NOT NULL CHECK (kind IN ('path', 'article')),
    name TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) WITHOUT ROWID;
INSERT INTO "left_out" VALUES('path','/papers/old');
CREATE TABLE locations (
    file INTEGER NOT NULL REFERENCES files (id),
    position INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (number),
    fields TEXT NOT NULL,
    PRIMARY KEY (file, position)
) WITHOUT ROWID;
INSERT INTO "locations" VALUES(1,0,1,'{"standfirst": null, "authors": [], "source": "The Carrowby Post", "section": null, "date": "2024-03-04", "date_from": null, "language": null, "url": null, "captions": []}');
INSERT INTO "locations" VALUES(1,1,2,'{"standfirst": null, "authors": [], "source": null, "section": null, "date": null, "date_from": null, "language": null, "url": null, "captions": []}');
INSERT INTO "locations" VALUES(2,0,1,'{"standfirst": null, "authors": [], "source": "The Carrowby Post", "section": null, "date": "2024-03-04", "date_from": null, "language": null, "url": null, "captions": []}');
INSERT INTO "locations" VALUES(3,0,3,'{"standfirst": null, "authors": [], "source": null, "section": null, "date": "2024-05-01", "date_from": null, "language": null, "url": null, "captions": []}');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('created','"2026-11-22T16:12:06+00:00"');
INSERT INTO "meta" VALUES('embedder','{"name": "fake", "digest": "18b9df111f3923a5538bb502701d30cf0d33bd7832645e806d34fa5e6d53c82b", "dimension": 64}');
INSERT INTO "meta" VALUES('settings','{"tokens": 20}');
INSERT INTO "meta" VALUES('swept','7');
INSERT INTO "meta" VALUES('uuid','"c94a76d486f40980683047d41081fea6"');
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number),
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    digest BLOB NOT NULL,
    generation INTEGER NOT NULL,
    UNIQUE (article, position)
);
INSERT INTO "passages" VALUES(1,1,0,0,88,X'726D9DBB827B469C520AC44E420255E1',2);
INSERT INTO "passages" VALUES(2,1,1,89,188,X'D49DDE554089EB951355F924E37AD38B',2);
INSERT INTO "passages" VALUES(3,1,2,189,277,X'726D9DBB827B469C520AC44E420255E1',2);
INSERT INTO "passages" VALUES(4,1,3,278,377,X'D49DDE554089EB951355F924E37AD38B',2);
INSERT INTO "passages" VALUES(5,2,0,0,105,X'78E03A03F69119F601FEA60A64816848',2);
INSERT INTO "passages" VALUES(6,2,1,106,180,X'F353E476A5E7A6D25258574EEB6AD50E',2);
INSERT INTO "passages" VALUES(7,2,2,181,255,X'F353E476A5E7A6D25258574EEB6AD50E',2);
INSERT INTO "passages" VALUES(8,2,3,256,330,X'F353E476A5E7A6D25258574EEB6AD50E',2);
INSERT INTO "passages" VALUES(9,2,4,331,374,X'34887DC41065AF05BC1262C1838792D7',2);
INSERT INTO "passages" VALUES(14,3,0,0,99,X'81DA559EEF26FB493E9D37204E46A33F',8);
INSERT INTO "passages" VALUES(15,3,1,100,166,X'4C1C502CD126C0097018B42C28DFBD81',8);
INSERT INTO "passages" VALUES(16,3,2,167,233,X'4C1C502CD126C0097018B42C28DFBD81',8);
INSERT INTO "passages" VALUES(17,3,3,234,300,X'4C1C502CD126C0097018B42C28DFBD81',8);
INSERT INTO "passages" VALUES(18,3,4,301,334,X'DCD8BF307AA079F451D4A69BB626C3C4',8);
CREATE TABLE removed (passage INTEGER PRIMARY KEY, generation INTEGER NOT NULL, digest BLOB NOT NULL);
INSERT INTO "removed" VALUES(10,7,X'FB468A8A664D06E5EB01935ECE26FDE0');
INSERT INTO "removed" VALUES(11,7,X'FB468A8A664D06E5EB01935ECE26FDE0');
INSERT INTO "removed" VALUES(12,7,X'FB468A8A664D06E5EB01935ECE26FDE0');
INSERT INTO "removed" VALUES(13,7,X'FB468A8A664D06E5EB01935ECE26FDE0');
CREATE TABLE vectors (
    number INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    vector BLOB NOT NULL,
    generation INTEGER NOT NULL
, crc INTEGER NOT NULL DEFAULT 0);
INSERT INTO "vectors" VALUES(1,X'726D9DBB827B469C520AC44E420255E1',X'4331000043350000000000000000000000000000000000000000000000000000000000004331000000000000000000000000000043350000433100000000E43700000000000000000000433100000000000043350000000000000000E43700000000000000004331000000000000000000000000433100000000000000004331',1,2578689241);
INSERT INTO "vectors" VALUES(2,X'D49DDE554089EB951355F924E37AD38B',X'FF340000FF30000000000000000000000000000000000000000000000000000000000000FF340000000000000000000000000000FF300000FF30000000007F3700000000000000000000FF34000000000000FF300000000000000000FF340000000000000000FF34000000000000000000000000FF340000000000000000FF34',1,3986517678);
INSERT INTO "vectors" VALUES(3,X'78E03A03F69119F601FEA60A64816848',X'0000000000000000000000009E309E300000000000000000000000000000000000000000000000009E309E3400009E340000000000009E340000000000000000000000009E30000000000000EE36000000000000000000009E3400009E389E3000000000000000009E30000000000000000000009E3000000000000000000000',1,979902250);
INSERT INTO "vectors" VALUES(4,X'F353E476A5E7A6D25258574EEB6AD50E',X'0000000000000000000000008832883200000000000000000000000000000000000000000000000088328832000088320000000000008832000000000000000000000000883200000000000088360000000000000000000088320000E63888320000000000000000883200000000000000000000883200000000000000000000',1,4195048769);
INSERT INTO "vectors" VALUES(5,X'34887DC41065AF05BC1262C1838792D7',X'0000000000000000000000009E349E340000000000000000000000000000000000000000000000009E3400000000000000000000000000000000000000000000000000009E340000000000009E3400000000000000000000000000009E389E3400000000000000009E34000000000000000000009E3400000000000000000000',1,3671949039);
CREATE TABLE waiting (digest BLOB PRIMARY KEY) WITHOUT ROWID;
INSERT INTO "waiting" VALUES(X'4C1C502CD126C0097018B42C28DFBD81');
INSERT INTO "waiting" VALUES(X'81DA559EEF26FB493E9D37204E46A33F');
INSERT INTO "waiting" VALUES(X'DCD8BF307AA079F451D4A69BB626C3C4');
CREATE INDEX articles_by_date ON articles (date);
CREATE INDEX locations_by_article ON locations (article);
CREATE INDEX passages_by_digest ON passages (digest);
CREATE INDEX passages_by_generation ON passages (generation);
CREATE INDEX vectors_by_generation ON vectors (generation);
CREATE INDEX removed_by_generation ON removed (generation);
CREATE INDEX articles_by_story ON articles (story) WHERE story IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('passages',18);
COMMIT;
