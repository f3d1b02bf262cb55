PRAGMA application_id=1146504017;
PRAGMA user_version=2;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'dvcq','m0001_plan','2026-11-23 09:30:09.458665+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'dvcq','m0002_scores','2026-11-23 09:30:09.478069+00:00');
CREATE TABLE assignment (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        unit_id INTEGER REFERENCES unit (id),
        official_id INTEGER REFERENCES official (id),
        role TEXT NOT NULL CHECK (role IN ('lead', 'support')),
        periods TEXT NOT NULL DEFAULT '',         -- codes: hang-thang, quy-1 … quy-4, 6-thang, 9-thang, nam
        position INTEGER NOT NULL DEFAULT 0,
        CHECK (unit_id IS NOT NULL OR official_id IS NOT NULL)
    ) STRICT;
INSERT INTO "assignment" VALUES(1,'a1',1,2,NULL,'lead','',0);
INSERT INTO "assignment" VALUES(2,'a2',2,1,NULL,'lead','',0);
CREATE TABLE citation (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        legal_document_id INTEGER NOT NULL REFERENCES legal_document (id) ON DELETE CASCADE,
        written_date TEXT NOT NULL DEFAULT '',    -- as the plan gives it there, ISO
        line INTEGER NOT NULL DEFAULT 0           -- of the imported file
    ) STRICT;
CREATE TABLE classification (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        framework_id INTEGER NOT NULL REFERENCES framework (id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        threshold INTEGER,
        position INTEGER NOT NULL
    ) STRICT;
CREATE TABLE criterion (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        framework_id INTEGER NOT NULL REFERENCES framework (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        title TEXT NOT NULL,
        position INTEGER NOT NULL
    ) STRICT;
INSERT INTO "criterion" VALUES(1,'c1',1,1,'Công tác dân vận',1);
CREATE TABLE cycle (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        year INTEGER NOT NULL UNIQUE CHECK (year BETWEEN 2000 AND 2100),
        framework_id INTEGER REFERENCES framework (id),
        evidence_due_on TEXT NOT NULL DEFAULT '',
        evidence_due_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (evidence_due_inclusive IN (0, 1)),
        self_total INTEGER,
        appraised_total INTEGER,
        class_label TEXT NOT NULL DEFAULT '',
        closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1))
    , scores_locked INTEGER NOT NULL DEFAULT 0 CHECK (scores_locked IN (0, 1)), lock_note TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "cycle" VALUES(1,'y1',2024,1,'',0,NULL,NULL,'',0,0,'');
INSERT INTO "cycle" VALUES(2,'y2',2025,1,'',0,NULL,NULL,'',0,0,'');
CREATE TABLE deduction (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL REFERENCES cycle (id), -- the year that lost the points
        item_id INTEGER REFERENCES item (id) ON DELETE SET NULL,
        place TEXT NOT NULL DEFAULT '',           -- "Nội dung 1, tiêu chí 1", as written
        text TEXT NOT NULL DEFAULT '',
        points INTEGER,
        reason TEXT NOT NULL DEFAULT '',
        responsible TEXT NOT NULL DEFAULT '',
        remedy TEXT NOT NULL DEFAULT '',
        task_id INTEGER REFERENCES task (id) ON DELETE SET NULL,
        hidden_in_id INTEGER REFERENCES deduction (id) ON DELETE SET NULL,
        position INTEGER NOT NULL
    , predecessor_id INTEGER REFERENCES predecessor (id) ON DELETE SET NULL) STRICT;
INSERT INTO "deduction" VALUES(1,'d1',1,1,'','Chưa đánh giá quy chế dân chủ',50,'Không có minh chứng','','',NULL,NULL,1,NULL);
CREATE TABLE deduction_unit (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        deduction_id INTEGER NOT NULL REFERENCES deduction (id) ON DELETE CASCADE,
        unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
        UNIQUE (deduction_id, unit_id)
    ) STRICT;
CREATE TABLE evidence (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        kind TEXT NOT NULL DEFAULT '',
        reference TEXT NOT NULL DEFAULT '',       -- số, ký hiệu
        issued_on TEXT NOT NULL DEFAULT '',
        issuer TEXT NOT NULL DEFAULT '',
        title TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT ''
    ) STRICT;
INSERT INTO "evidence" VALUES(1,'e1',2,'Báo cáo','1/BC-UBND','','','Kết quả quý I','');
INSERT INTO "evidence" VALUES(2,'e2',2,'Báo cáo','2/BC-UBND','','','Kết quả nội dung 2','');
INSERT INTO "evidence" VALUES(3,'e3',2,'Báo cáo','3/BC-UBND','','','Kết quả nội dung 3','');
CREATE TABLE evidence_link (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        evidence_id INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
        item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        pages TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (evidence_id, item_id)
    ) STRICT;
INSERT INTO "evidence_link" VALUES(1,'el11',1,1,'1-2','');
INSERT INTO "evidence_link" VALUES(2,'el21',2,1,'1-2','');
INSERT INTO "evidence_link" VALUES(3,'el22',2,2,'1-2','');
CREATE TABLE framework (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        code TEXT NOT NULL,                       -- file on the shelf resources/frameworks, or own
        version INTEGER NOT NULL DEFAULT 1,
        title TEXT NOT NULL,
        short_title TEXT NOT NULL DEFAULT '',
        decision TEXT NOT NULL DEFAULT '',        -- "Quyết định số 1211/QĐ-UBND"
        issued_on TEXT NOT NULL DEFAULT '',
        issuer TEXT NOT NULL DEFAULT '',
        effective_from INTEGER,
        effective_to INTEGER,
        step INTEGER,
        total INTEGER,                            -- what the decision says the maximum is
        illustrative INTEGER NOT NULL DEFAULT 0 CHECK (illustrative IN (0, 1)),
        note TEXT NOT NULL DEFAULT '', decimals INTEGER NOT NULL DEFAULT 2 CHECK (decimals BETWEEN 0 AND 2), rounding TEXT NOT NULL DEFAULT 'half_up' CHECK (rounding IN ('half_up', 'down', 'up')), bonus_cap INTEGER, bonus_lifts INTEGER NOT NULL DEFAULT 1 CHECK (bonus_lifts IN (0, 1)),
        UNIQUE (code, version)
    ) STRICT;
INSERT INTO "framework" VALUES(1,'f1','mau',1,'Bộ tiêu chí mẫu','','','','',NULL,NULL,NULL,10000,0,'',2,'half_up',NULL,1);
CREATE TABLE gate (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        framework_id INTEGER NOT NULL REFERENCES framework (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        text TEXT NOT NULL,
        class_label TEXT NOT NULL DEFAULT '',     -- the class it forces; empty: not classifiable
        position INTEGER NOT NULL
    ) STRICT;
CREATE TABLE gate_answer (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        gate_id INTEGER NOT NULL REFERENCES gate (id) ON DELETE CASCADE,
        holds INTEGER NOT NULL DEFAULT 0 CHECK (holds IN (0, 1)),
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (cycle_id, gate_id)
    ) STRICT;
CREATE TABLE item (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        criterion_id INTEGER NOT NULL REFERENCES criterion (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        text TEXT NOT NULL,
        max_points INTEGER,                       -- unknown until the office types the annex in
        step INTEGER,
        rule TEXT NOT NULL DEFAULT 'manual',      -- R1-R15 of the scoring rules
        rule_params TEXT NOT NULL DEFAULT '{}',
        expected_evidence TEXT NOT NULL DEFAULT '', -- a line each
        legal_base TEXT NOT NULL DEFAULT '',      -- a line each
        bonus INTEGER NOT NULL DEFAULT 0 CHECK (bonus IN (0, 1)),
        self_scored INTEGER NOT NULL DEFAULT 1 CHECK (self_scored IN (0, 1)),
        needs_evidence INTEGER NOT NULL DEFAULT 1 CHECK (needs_evidence IN (0, 1)),
        not_applicable TEXT NOT NULL DEFAULT 'no' CHECK (not_applicable IN ('no', 'full', 'rescale')),
        polarity TEXT NOT NULL DEFAULT 'achievement' CHECK (polarity IN ('achievement', 'violation')),
        position INTEGER NOT NULL
    ) STRICT;
INSERT INTO "item" VALUES(1,'i1',1,1,'Nội dung 1 về đường làng',300,NULL,'manual','{}','','',0,1,1,'no','achievement',1);
INSERT INTO "item" VALUES(2,'i2',1,2,'Nội dung 2 về đường làng',300,NULL,'manual','{}','','',0,1,1,'no','achievement',2);
INSERT INTO "item" VALUES(3,'i3',1,3,'Nội dung 3 về đường làng',300,NULL,'manual','{}','','',0,1,1,'no','achievement',3);
CREATE TABLE item_mapping (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        old_item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        new_item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        UNIQUE (old_item_id, new_item_id)
    ) STRICT;
CREATE TABLE journal_change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        operation INTEGER NOT NULL REFERENCES journal_operation (id),
        table_name TEXT NOT NULL,
        row_id INTEGER NOT NULL,
        before TEXT,
        after TEXT
    ) STRICT;
INSERT INTO "journal_change" VALUES(1,1,'organisation',1,NULL,'{"id":1,"uid":"o1","name":"Ủy ban nhân dân xã Ba Thành","short_name":"","head_lines":"ỦY BAN NHÂN DÂN","parent_head":"","superior":"","appraiser":"","place_name":"Ba Thành","symbol":"","valid_from":"","valid_to":""}');
INSERT INTO "journal_change" VALUES(2,1,'framework',1,NULL,'{"id":1,"uid":"f1","code":"mau","version":1,"title":"Bộ tiêu chí mẫu","short_title":"","decision":"","issued_on":"","issuer":"","effective_from":null,"effective_to":null,"step":null,"total":10000,"illustrative":0,"note":"","decimals":2,"rounding":"half_up","bonus_cap":null,"bonus_lifts":1}');
INSERT INTO "journal_change" VALUES(3,1,'criterion',1,NULL,'{"id":1,"uid":"c1","framework_id":1,"number":1,"title":"Công tác dân vận","position":1}');
INSERT INTO "journal_change" VALUES(4,1,'item',1,NULL,'{"id":1,"uid":"i1","criterion_id":1,"number":1,"text":"Nội dung 1 về đường làng","max_points":300,"step":null,"rule":"manual","rule_params":"{}","expected_evidence":"","legal_base":"","bonus":0,"self_scored":1,"needs_evidence":1,"not_applicable":"no","polarity":"achievement","position":1}');
INSERT INTO "journal_change" VALUES(5,1,'item',2,NULL,'{"id":2,"uid":"i2","criterion_id":1,"number":2,"text":"Nội dung 2 về đường làng","max_points":300,"step":null,"rule":"manual","rule_params":"{}","expected_evidence":"","legal_base":"","bonus":0,"self_scored":1,"needs_evidence":1,"not_applicable":"no","polarity":"achievement","position":2}');
INSERT INTO "journal_change" VALUES(6,1,'item',3,NULL,'{"id":3,"uid":"i3","criterion_id":1,"number":3,"text":"Nội dung 3 về đường làng","max_points":300,"step":null,"rule":"manual","rule_params":"{}","expected_evidence":"","legal_base":"","bonus":0,"self_scored":1,"needs_evidence":1,"not_applicable":"no","polarity":"achievement","position":3}');
INSERT INTO "journal_change" VALUES(7,1,'cycle',1,NULL,'{"id":1,"uid":"y1","year":2024,"framework_id":1,"evidence_due_on":"","evidence_due_inclusive":0,"self_total":null,"appraised_total":null,"class_label":"","closed":0,"scores_locked":0,"lock_note":""}');
INSERT INTO "journal_change" VALUES(8,1,'cycle',2,NULL,'{"id":2,"uid":"y2","year":2025,"framework_id":1,"evidence_due_on":"","evidence_due_inclusive":0,"self_total":null,"appraised_total":null,"class_label":"","closed":0,"scores_locked":0,"lock_note":""}');
INSERT INTO "journal_change" VALUES(9,1,'unit',1,NULL,'{"id":1,"uid":"u1","name":"Văn phòng – Thống kê","short_name":"","collective":0,"parent_id":null,"replaced_by_id":null,"valid_from":"","valid_to":"","position":0}');
INSERT INTO "journal_change" VALUES(10,1,'unit',2,NULL,'{"id":2,"uid":"u2","name":"Tư pháp – Hộ tịch","short_name":"","collective":0,"parent_id":null,"replaced_by_id":null,"valid_from":"","valid_to":"","position":0}');
INSERT INTO "journal_change" VALUES(11,2,'task',1,NULL,'{"id":1,"uid":"t1","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 1: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"","position":1,"carried":"","origin_task_id":null}');
INSERT INTO "journal_change" VALUES(12,2,'task_item',1,NULL,'{"id":1,"uid":"ti1","task_id":1,"item_id":1,"position":0}');
INSERT INTO "journal_change" VALUES(13,2,'assignment',1,NULL,'{"id":1,"uid":"a1","task_id":1,"unit_id":2,"official_id":null,"role":"lead","periods":"","position":0}');
INSERT INTO "journal_change" VALUES(14,2,'task',2,NULL,'{"id":2,"uid":"t2","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 2: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"","position":2,"carried":"","origin_task_id":null}');
INSERT INTO "journal_change" VALUES(15,2,'task_item',2,NULL,'{"id":2,"uid":"ti2","task_id":2,"item_id":2,"position":0}');
INSERT INTO "journal_change" VALUES(16,2,'assignment',2,NULL,'{"id":2,"uid":"a2","task_id":2,"unit_id":1,"official_id":null,"role":"lead","periods":"","position":0}');
INSERT INTO "journal_change" VALUES(17,2,'task',3,NULL,'{"id":3,"uid":"t3","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 3: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"","position":3,"carried":"","origin_task_id":null}');
INSERT INTO "journal_change" VALUES(18,2,'task_item',3,NULL,'{"id":3,"uid":"ti3","task_id":3,"item_id":3,"position":0}');
INSERT INTO "journal_change" VALUES(19,2,'assignment',3,NULL,'{"id":3,"uid":"a3","task_id":3,"unit_id":2,"official_id":null,"role":"lead","periods":"","position":0}');
INSERT INTO "journal_change" VALUES(20,2,'deduction',1,NULL,'{"id":1,"uid":"d1","cycle_id":1,"item_id":1,"place":"","text":"Chưa đánh giá quy chế dân chủ","points":50,"reason":"Không có minh chứng","responsible":"","remedy":"","task_id":null,"hidden_in_id":null,"position":1,"predecessor_id":null}');
INSERT INTO "journal_change" VALUES(21,2,'setting',1,NULL,'{"id":1,"uid":"s1","name":"thu","value":"1"}');
INSERT INTO "journal_change" VALUES(22,3,'task',1,'{"id":1,"uid":"t1","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 1: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"","position":1,"carried":"","origin_task_id":null}','{"id":1,"uid":"t1","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 1: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"Báo","position":1,"carried":"","origin_task_id":null}');
INSERT INTO "journal_change" VALUES(23,3,'task',1,'{"id":1,"uid":"t1","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 1: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"Báo","position":1,"carried":"","origin_task_id":null}','{"id":1,"uid":"t1","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 1: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"Báo cáo","position":1,"carried":"","origin_task_id":null}');
INSERT INTO "journal_change" VALUES(24,3,'task',1,'{"id":1,"uid":"t1","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 1: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"Báo cáo","position":1,"carried":"","origin_task_id":null}','{"id":1,"uid":"t1","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 1: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"Báo cáo quý","position":1,"carried":"","origin_task_id":null}');
INSERT INTO "journal_change" VALUES(25,4,'evidence',1,NULL,'{"id":1,"uid":"e1","cycle_id":2,"kind":"Báo cáo","reference":"1/BC-UBND","issued_on":"","issuer":"","title":"Kết quả nội dung 1","note":""}');
INSERT INTO "journal_change" VALUES(26,4,'evidence',2,NULL,'{"id":2,"uid":"e2","cycle_id":2,"kind":"Báo cáo","reference":"2/BC-UBND","issued_on":"","issuer":"","title":"Kết quả nội dung 2","note":""}');
INSERT INTO "journal_change" VALUES(27,4,'evidence',3,NULL,'{"id":3,"uid":"e3","cycle_id":2,"kind":"Báo cáo","reference":"3/BC-UBND","issued_on":"","issuer":"","title":"Kết quả nội dung 3","note":""}');
INSERT INTO "journal_change" VALUES(28,4,'evidence_link',1,NULL,'{"id":1,"uid":"el11","evidence_id":1,"item_id":1,"pages":"1-2","note":""}');
INSERT INTO "journal_change" VALUES(29,4,'evidence_link',2,NULL,'{"id":2,"uid":"el21","evidence_id":2,"item_id":1,"pages":"1-2","note":""}');
INSERT INTO "journal_change" VALUES(30,4,'evidence_link',3,NULL,'{"id":3,"uid":"el22","evidence_id":2,"item_id":2,"pages":"1-2","note":""}');
INSERT INTO "journal_change" VALUES(31,4,'score',1,NULL,'{"id":1,"uid":"sc1","cycle_id":2,"item_id":1,"self_points":250,"entered":"{}","basis":"Tỷ lệ 95 %","explanation":"","appraised_points":null,"appraiser_note":"","not_applicable":"no","not_applicable_reason":""}');
INSERT INTO "journal_change" VALUES(32,5,'evidence',1,'{"id":1,"uid":"e1","cycle_id":2,"kind":"Báo cáo","reference":"1/BC-UBND","issued_on":"","issuer":"","title":"Kết quả nội dung 1","note":""}','{"id":1,"uid":"e1","cycle_id":2,"kind":"Báo cáo","reference":"1/BC-UBND","issued_on":"","issuer":"","title":"Kết quả quý I","note":""}');
INSERT INTO "journal_change" VALUES(33,6,'assignment',3,'{"id":3,"uid":"a3","task_id":3,"unit_id":2,"official_id":null,"role":"lead","periods":"","position":0}',NULL);
INSERT INTO "journal_change" VALUES(34,6,'task_item',3,'{"id":3,"uid":"ti3","task_id":3,"item_id":3,"position":0}',NULL);
INSERT INTO "journal_change" VALUES(35,6,'task',3,'{"id":3,"uid":"t3","cycle_id":2,"criterion_id":1,"text":"Nhiệm vụ 3: tuyên truyền, vận động Nhân dân","timing":"Thường xuyên","due_on":"","due_inclusive":0,"product":"","position":3,"carried":"","origin_task_id":null}',NULL);
INSERT INTO "journal_change" VALUES(36,7,'unit',1,'{"id":1,"uid":"u1","name":"Văn phòng – Thống kê","short_name":"","collective":0,"parent_id":null,"replaced_by_id":null,"valid_from":"","valid_to":"","position":0}','{"id":1,"uid":"u1","name":"Văn phòng","short_name":"","collective":0,"parent_id":null,"replaced_by_id":null,"valid_from":"","valid_to":"","position":0}');
INSERT INTO "journal_change" VALUES(37,8,'unit',1,'{"id":1,"uid":"u1","name":"Văn phòng – Thống kê","short_name":"","collective":0,"parent_id":null,"replaced_by_id":null,"valid_from":"","valid_to":"","position":0}','{"id":1,"uid":"u1","name":"Văn phòng Đảng ủy","short_name":"","collective":0,"parent_id":null,"replaced_by_id":null,"valid_from":"","valid_to":"","position":0}');
INSERT INTO "journal_change" VALUES(38,9,'setting',1,'{"id":1,"uid":"s1","name":"thu","value":"1"}','{"id":1,"uid":"s1","name":"thu","value":"2"}');
INSERT INTO "journal_change" VALUES(39,10,'setting',1,'{"id":1,"uid":"s1","name":"thu","value":"2"}','{"id":1,"uid":"s1","name":"thu","value":"3"}');
CREATE TABLE journal_operation (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        label TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        merge TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'dropped')),
        undone_at TEXT,
        undone_by TEXT
    ) STRICT;
INSERT INTO "journal_operation" VALUES(1,'Thiết lập văn phòng','Lê Thị Hoa','2026-11-23T09:30:09.506+00:00','','done',NULL,NULL);
INSERT INTO "journal_operation" VALUES(2,'Nhập nhiệm vụ','Lê Thị Hoa','2026-11-23T09:30:09.533+00:00','','done',NULL,NULL);
INSERT INTO "journal_operation" VALUES(3,'Sửa sản phẩm','Lê Thị Hoa','2026-11-23T09:30:09.561+00:00','task:1:product','done',NULL,NULL);
INSERT INTO "journal_operation" VALUES(4,'Nhập minh chứng','Lê Thị Hoa','2026-11-23T09:30:09.624+00:00','','done',NULL,NULL);
INSERT INTO "journal_operation" VALUES(5,'Sửa minh chứng','Lê Thị Hoa','2026-11-23T09:30:09.647+00:00','','done',NULL,NULL);
INSERT INTO "journal_operation" VALUES(6,'Xóa nhiệm vụ 3','Lê Thị Hoa','2026-11-23T09:30:09.665+00:00','','done',NULL,NULL);
INSERT INTO "journal_operation" VALUES(7,'Đổi tên','Lê Thị Hoa','2026-11-23T09:30:09.689+00:00','','dropped','2026-11-23T09:30:09.714+00:00','Lê Thị Hoa');
INSERT INTO "journal_operation" VALUES(8,'Đổi tên khác','Lê Thị Hoa','2026-11-23T09:30:09.737+00:00','','done',NULL,NULL);
INSERT INTO "journal_operation" VALUES(9,'Ghi chú','Lê Thị Hoa','2026-11-23T09:30:09.757+00:00','','done',NULL,NULL);
INSERT INTO "journal_operation" VALUES(10,'Ghi chú lần hai','Lê Thị Hoa','2026-11-23T09:30:09.773+00:00','','undone','2026-11-23T09:30:09.798+00:00','Lê Thị Hoa');
CREATE TABLE journal_state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        operation INTEGER,
        recording INTEGER NOT NULL DEFAULT 1
    ) STRICT;
INSERT INTO "journal_state" VALUES(1,NULL,1);
CREATE TABLE legal_base (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        legal_document_id INTEGER REFERENCES legal_document (id) ON DELETE SET NULL,
        text TEXT NOT NULL,
        position INTEGER NOT NULL
    ) STRICT;
CREATE TABLE legal_document (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,                       -- Quyết định
        reference TEXT NOT NULL DEFAULT '',       -- 114/QĐ-UBND; laws have none
        issued_on TEXT NOT NULL DEFAULT '',
        issuer TEXT NOT NULL DEFAULT '',
        subject TEXT NOT NULL DEFAULT ''
    ) STRICT;
CREATE TABLE official (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        unit_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        replaced_by_id INTEGER REFERENCES official (id) ON DELETE SET NULL,
        valid_from TEXT NOT NULL DEFAULT '',
        valid_to TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT;
CREATE TABLE organisation (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,                       -- Ủy ban nhân dân xã Ba Thành
        short_name TEXT NOT NULL DEFAULT '',      -- UBND xã
        head_lines TEXT NOT NULL,                 -- as the organ is broken in the head of a document, a line each
        parent_head TEXT NOT NULL DEFAULT '',     -- the line above the organ; empty for a commune's UBND
        superior TEXT NOT NULL DEFAULT '',
        appraiser TEXT NOT NULL DEFAULT '',
        place_name TEXT NOT NULL,                 -- địa danh
        symbol TEXT NOT NULL DEFAULT 'UBND',
        valid_from TEXT NOT NULL DEFAULT '',
        valid_to TEXT NOT NULL DEFAULT ''
    ) STRICT;
INSERT INTO "organisation" VALUES(1,'o1','Ủy ban nhân dân xã Ba Thành','','ỦY BAN NHÂN DÂN','','','','Ba Thành','','','');
CREATE TABLE plan (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL UNIQUE REFERENCES cycle (id),
        organ TEXT NOT NULL DEFAULT '',           -- lines of the issuing organ
        parent_organ TEXT NOT NULL DEFAULT '',
        number TEXT NOT NULL DEFAULT '',          -- blank until the registry gives it
        symbol TEXT NOT NULL DEFAULT 'KH-UBND',
        place TEXT NOT NULL DEFAULT '',
        issued_on TEXT NOT NULL DEFAULT '',
        kind TEXT NOT NULL DEFAULT 'KẾ HOẠCH',
        abstract TEXT NOT NULL DEFAULT '',
        opening TEXT NOT NULL DEFAULT '',
        closing TEXT NOT NULL DEFAULT '',
        recipients TEXT NOT NULL DEFAULT '',      -- a line each
        signer_lines TEXT NOT NULL DEFAULT '',    -- TM. …, KT. …, a line each
        signer_name TEXT NOT NULL DEFAULT ''
    ) STRICT;
CREATE TABLE plan_version (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        label TEXT NOT NULL,
        made_at TEXT NOT NULL,
        made_by TEXT NOT NULL DEFAULT '',
        content TEXT NOT NULL                     -- JSON of plan, sections and legal bases
    ) STRICT;
CREATE TABLE predecessor (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        name TEXT NOT NULL,                       -- the commune whose history this office inherited
        self_total INTEGER,
        appraised_total INTEGER,
        class_label TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT;
CREATE TABLE score (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        self_points INTEGER,
        entered TEXT NOT NULL DEFAULT '{}',     -- JSON: what the rule was given (counts, level, boxes)
        basis TEXT NOT NULL DEFAULT '',           -- cơ sở chấm: số liệu, tỷ lệ
        explanation TEXT NOT NULL DEFAULT '',     -- giải trình where proof is missing
        appraised_points INTEGER,
        appraiser_note TEXT NOT NULL DEFAULT '',
        not_applicable TEXT NOT NULL DEFAULT 'no' CHECK (not_applicable IN ('no', 'full', 'rescale')),
        not_applicable_reason TEXT NOT NULL DEFAULT '',
        UNIQUE (cycle_id, item_id)
    ) STRICT;
INSERT INTO "score" VALUES(1,'sc1',2,1,250,'{}','Tỷ lệ 95 %','',NULL,'','no','');
PRAGMA writable_schema=ON;
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','search','search',0,'CREATE VIRTUAL TABLE search USING fts5(body, tokenize = ''unicode61 remove_diacritics 2'', prefix = ''1 2 3'')');
CREATE TABLE 'search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "search_config" VALUES('version',4);
CREATE TABLE 'search_content'(id INTEGER PRIMARY KEY, c0);
INSERT INTO "search_content" VALUES(66,'Nhiệm vụ 1: tuyên truyền, vận dộng Nhân dân Báo cáo quý');
INSERT INTO "search_content" VALUES(67,'Nội dung 1 về dường làng');
INSERT INTO "search_content" VALUES(68,'Văn phòng Dảng ủy');
INSERT INTO "search_content" VALUES(71,'Chưa dánh giá quy chế dân chủ Không có minh chứng');
INSERT INTO "search_content" VALUES(73,'Báo cáo 1/BC-UBND Kết quả quý I');
INSERT INTO "search_content" VALUES(74,'Tỷ lệ 95 %');
INSERT INTO "search_content" VALUES(130,'Nhiệm vụ 2: tuyên truyền, vận dộng Nhân dân');
INSERT INTO "search_content" VALUES(131,'Nội dung 2 về dường làng');
INSERT INTO "search_content" VALUES(132,'Tư pháp – Hộ tịch');
INSERT INTO "search_content" VALUES(137,'Báo cáo 2/BC-UBND Kết quả nội dung 2');
INSERT INTO "search_content" VALUES(195,'Nội dung 3 về dường làng');
INSERT INTO "search_content" VALUES(201,'Báo cáo 3/BC-UBND Kết quả nội dung 3');
CREATE TABLE 'search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "search_data" VALUES(1,X'0C5A');
INSERT INTO "search_data" VALUES(10,X'00000000010E0E000E0101010201010301010401010501010601010701010801010901010A01010B01010C01010D01010E0101');
INSERT INTO "search_data" VALUES(137438953473,X'000001160230314302040101328103020401013381430204010464756E6743020340020340020303036F6E6743020640020640020601046C616E6743020740020740020701036E6F694302024002024002020102766543020540020540020500023131430204010132810302040101338143020401016443040305400403054004030501016C43020740020740020701016E430202400202400202010176430205400205400205000332647543040305400403054004030501026C6143020740020740020701026E6F4302024002024002020102766543020540020540020500043364756E43020340020340020303016F43020640020640020601036C616E43020740020740020701036E6F69430202400202400202040607070F0E0F0E0D0707070F0C0C0C110D0D0D0F0C0E');
INSERT INTO "search_data" VALUES(274877906945,X'000000CC0330686F8104020401026B654402050104706861708104020303036F6E67440203010574686F6E6744020402036963688104020502017581040202010376616E440202000231688104020401016B44020501017044020340020301017444020440040205010176440202000332686F8104020401026B6544020501027068440203400203010274684402040201698104020502017581040202010276614402020004337068618104020303016F440203010374686F4402040202696381040205010376616E4402020408070A080A0907080806090A0609070A070707070A060808');
INSERT INTO "search_data" VALUES(412316860417,X'000000EF043063686547020603017547020804016147020204026E6747020C02016F47020A010364616E470207040168470203010367696147020401056B686F6E6747020901046D696E6847020B010371757947020500023163470A02060404040101644704030601016747020401016B47020901016D47020B010171470205000332636847080206040602016F47020A01026461470403060102676947020401026B6847020901026D6947020B010271754702050004336368654702060301754706020806010364616E47040306010367696147020401036B686F47020901036D696E47020B01037175794702050408060607060806080A09080B07060606060B060807070707090809080808');
INSERT INTO "search_data" VALUES(549755813889,X'000001970230314202040101328102020401013381420204010364616E42020A40020A40020A02036F6E6742020840020840020801046E68616E420209400209400209030369656D420202400202400202010674727579656E42020640020640020602047579656E420205400205400205010376616E42020740020740020702017542020340020340020300023131420204010132810202040101338142020401016442040804400408044004080401016E420402094004020940040209010174420405034004050340040503010176420403064004030640040306000332646142020A40020A40020A02016F42020840020840020801026E68420402094004020940040209010274724202064002064002060201754202054002054002050102766142020740020740020702017542020340020340020300043364616E42020A40020A40020A02026F6E42020840020840020801036E6861420209400209400209030169420202400202400202010374727542020640020640020602027579420205400205400205010376616E420207400207400207040607070E0E0F0E110F0E0C0707070F0F0F0F0E0C100D0C0D0C0F0D0E0C0E0D');
INSERT INTO "search_data" VALUES(687194767361,X'000000F2023031420304010362616F42020B010364616E42030A02036F6E6742030801046E68616E420309030369656D420302010674727579656E42030602047579656E420305010376616E4203070201754203030002313142030401016242020B0101644205080401016E420502090101744205050301017642050306000332626142020B0102646142030A02016F42030801026E6842050209010274724203060201754203050102766142030702017542030300043362616F42020B010364616E42030A02026F6E42030801036E6861420309030169420302010374727542030602027579420305010376616E420307040608080809080B090806070607070707080706080706070609080708060807');
INSERT INTO "search_data" VALUES(824633720833,X'0000010F023031420304010362616F42030B010363616F42020C010364616E42030A02036F6E6742030801046E68616E420309030369656D420302010674727579656E42030602047579656E420305010376616E4203070201754203030002313142030401016242030B01016342020C0101644205080401016E420502090101744205050301017642050306000332626142030B0102636142020C0102646142030A02016F42030801026E6842050209010274724203060201754203050102766142030702017542030300043362616F42030B010363616F42020C010364616E42030A02026F6E42030801036E6861420309030169420302010374727542030602027579420305010376616E42030704060808080809080B090806070606070707070807070608070607060908080708060807');
INSERT INTO "search_data" VALUES(962072674305,X'0000012C023031420304010362616F42030B010363616F42030C010364616E42030A02036F6E6742030801046E68616E420309030369656D420302010371757942020D010674727579656E42030602047579656E420305010376616E4203070201754203030002313142030401016242030B01016342030C0101644205080401016E4205020901017142020D0101744205050301017642050306000332626142030B0102636142030C0102646142030A02016F42030801026E68420502090102717542020D010274724203060201754203050102766142030702017542030300043362616F42030B010363616F42030C010364616E42030A02026F6E42030801036E6861420309030169420302010371757942020D010374727542030602027579420305010376616E4203070406080808080908080B090806070606070706070708070706080707060706090808070806080807');
INSERT INTO "search_data" VALUES(1099511627777,X'000001C50230314904040901013281090404090101338149040409010362616F490202400202400202020163490205400205400205010363616F490203400203400203010464756E6749020A40020A40020A01036B657449020740020740020701036E6F694902094002094002090103717561490208400208400208010475626E6449020640020640020600023131490404090101328109040409010133814904040901016249040205400402054004020501016349020340020340020301016449020A40020A40020A01016B49020740020740020701016E4902094002094002090101714902084002084002080101754902064002064002060003326261490202400202400202020163490205400205400205010263614902034002034002030102647549020A40020A40020A01026B6549020740020740020701026E6F490209400209400209010271754902084002084002080102756249020640020640020600043362616F490202400202400202010363616F490203400203400203010364756E49020A40020A40020A01036B657449020740020740020701036E6F694902094002094002090103717561490208400208400208010375626E490206400206400206040708080E0C0E0F0E0E0E0F0808080F0C0C0C0C0C0C0E0C0D0D0D0D0D0D0F0E0E0E0E0E');
INSERT INTO "search_data" VALUES(1236950581249,X'00000042033039354A020401026C654A0203010274794A0202000231394A020401016C4A02030101744A020200033239354A020401026C654A0203010274794A0202040707070706060807');
INSERT INTO "search_data" VALUES(1374389534721,X'000000FF023031490304010362616F490302020163490305010363616F490303010464756E67490101016949020A01036B657449030701036E6F6949010103717561490308030179490209010475626E644903060002313149030401016249050205010163490303010164490101016949020A01016B49030701016E49010101714905080301017549030600033262614903020201634903050102636149030301026475490101026B6549030701026E6F490101027175490508030102756249030600043362616F490302010363616F490303010364756E490101036B657449030701036E6F6949010103717561490308030179490209010375626E490306040608060808060807080609070706050606050706080607060706080709080708070806');
INSERT INTO "search_data" VALUES(1511828488193,X'000000D0023033814201010364616E81420102036F6E6781420101046E68616E814201030369656D814201010674727579656E81420102047579656E814201010376616E8142010201758142010002313381420101016481420101016E814201010174814201010176814201000332646181420102016F81420101026E68814201010274728142010201758142010102766181420102017581420100043364616E81420102026F6E81420101036E6861814201030169814201010374727581420102027579814201010376616E8142010406080809080B090806070606060608060707060706090708060807');
INSERT INTO "search_data" VALUES(1649267441665,X'0000006F03306B654401010570686F6E67440303010574686F6E674401010376616E4403020002316B440101017044030301017444010101764403020003326B654401010270684403030102746844010102766144030200043370686F440303010374686F4401010376616E44030204060A090806060506070706070907');
INSERT INTO "search_data" VALUES(1786706395137,X'0000007603306B65440205010570686F6E67440303010574686F6E67440204010376616E4403020002316B4402050101704403030101744402040101764403020003326B6544020501027068440303010274684402040102766144030200043370686F440303010374686F440204010376616E44030204070A0A0807060606080707070908');
INSERT INTO "search_data" VALUES(1924145348609,X'000000A1053064616E6744020401026B654401010570686F6E67440303010574686F6E67440101027579440205010376616E4403020002316444020401016B44010101704403030101744401010175440205010176440302000332646144020401026B65440101027068440303010274684401010275794402050102766144030200043364616E440204010370686F440303010374686F4401010376616E4403020409060A090708070506050606080607060707090807');
CREATE TABLE 'search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO "search_docsize" VALUES(66,X'0C');
INSERT INTO "search_docsize" VALUES(67,X'06');
INSERT INTO "search_docsize" VALUES(68,X'04');
INSERT INTO "search_docsize" VALUES(71,X'0B');
INSERT INTO "search_docsize" VALUES(73,X'09');
INSERT INTO "search_docsize" VALUES(74,X'03');
INSERT INTO "search_docsize" VALUES(130,X'09');
INSERT INTO "search_docsize" VALUES(131,X'06');
INSERT INTO "search_docsize" VALUES(132,X'04');
INSERT INTO "search_docsize" VALUES(137,X'0A');
INSERT INTO "search_docsize" VALUES(195,X'06');
INSERT INTO "search_docsize" VALUES(201,X'0A');
CREATE TABLE 'search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO "search_idx" VALUES(1,X'',2);
INSERT INTO "search_idx" VALUES(2,X'',2);
INSERT INTO "search_idx" VALUES(3,X'',2);
INSERT INTO "search_idx" VALUES(4,X'',2);
INSERT INTO "search_idx" VALUES(5,X'',2);
INSERT INTO "search_idx" VALUES(6,X'',2);
INSERT INTO "search_idx" VALUES(7,X'',2);
INSERT INTO "search_idx" VALUES(8,X'',2);
INSERT INTO "search_idx" VALUES(9,X'',2);
INSERT INTO "search_idx" VALUES(10,X'',2);
INSERT INTO "search_idx" VALUES(11,X'',2);
INSERT INTO "search_idx" VALUES(12,X'',2);
INSERT INTO "search_idx" VALUES(13,X'',2);
INSERT INTO "search_idx" VALUES(14,X'',2);
CREATE TABLE search_kind (id INTEGER PRIMARY KEY, table_name TEXT NOT NULL UNIQUE, columns TEXT NOT NULL) STRICT;
INSERT INTO "search_kind" VALUES(1,'section','heading body');
INSERT INTO "search_kind" VALUES(2,'task','text product');
INSERT INTO "search_kind" VALUES(3,'item','text');
INSERT INTO "search_kind" VALUES(4,'unit','name short_name');
INSERT INTO "search_kind" VALUES(5,'official','name title');
INSERT INTO "search_kind" VALUES(6,'legal_document','kind reference subject issuer');
INSERT INTO "search_kind" VALUES(7,'deduction','place text reason remedy');
INSERT INTO "search_kind" VALUES(8,'plan','abstract opening closing');
INSERT INTO "search_kind" VALUES(9,'evidence','kind reference title issuer');
INSERT INTO "search_kind" VALUES(10,'score','basis explanation');
CREATE TABLE section (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        plan_id INTEGER NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
        parent_id INTEGER REFERENCES section (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL DEFAULT 'text' CHECK (kind IN ('text', 'results', 'deductions', 'tasks')),
        numbered INTEGER NOT NULL DEFAULT 1 CHECK (numbered IN (0, 1)),
        heading TEXT NOT NULL DEFAULT '',
        body TEXT NOT NULL DEFAULT ''             -- a paragraph a line
    ) STRICT;
CREATE TABLE setting (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE,
        value TEXT NOT NULL
    ) STRICT;
INSERT INTO "setting" VALUES(1,'s1','thu','2');
CREATE TABLE task (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        cycle_id INTEGER NOT NULL REFERENCES cycle (id),
        criterion_id INTEGER REFERENCES criterion (id) ON DELETE SET NULL,
        text TEXT NOT NULL,                       -- a content a line
        timing TEXT NOT NULL DEFAULT '',          -- Thường xuyên
        due_on TEXT NOT NULL DEFAULT '',
        due_inclusive INTEGER NOT NULL DEFAULT 0 CHECK (due_inclusive IN (0, 1)), -- 0: "trước ngày"
        product TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL
    , carried TEXT NOT NULL DEFAULT '' CHECK (carried IN ('', 'new', 'kept', 'changed')), origin_task_id INTEGER REFERENCES task (id) ON DELETE SET NULL) STRICT;
INSERT INTO "task" VALUES(1,'t1',2,1,'Nhiệm vụ 1: tuyên truyền, vận động Nhân dân','Thường xuyên','',0,'Báo cáo quý',1,'',NULL);
INSERT INTO "task" VALUES(2,'t2',2,1,'Nhiệm vụ 2: tuyên truyền, vận động Nhân dân','Thường xuyên','',0,'',2,'',NULL);
CREATE TABLE task_item (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
        item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
        position INTEGER NOT NULL DEFAULT 0,
        UNIQUE (task_id, item_id)
    ) STRICT;
INSERT INTO "task_item" VALUES(1,'ti1',1,1,0);
INSERT INTO "task_item" VALUES(2,'ti2',2,2,0);
CREATE TABLE unit (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        short_name TEXT NOT NULL DEFAULT '',
        collective INTEGER NOT NULL DEFAULT 0 CHECK (collective IN (0, 1)), -- "các ban, ngành có liên quan"
        parent_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        replaced_by_id INTEGER REFERENCES unit (id) ON DELETE SET NULL,
        valid_from TEXT NOT NULL DEFAULT '',
        valid_to TEXT NOT NULL DEFAULT '',
        position INTEGER NOT NULL DEFAULT 0
    ) STRICT;
INSERT INTO "unit" VALUES(1,'u1','Văn phòng Đảng ủy','',0,NULL,NULL,'','',0);
INSERT INTO "unit" VALUES(2,'u2','Tư pháp – Hộ tịch','',0,NULL,NULL,'','',0);
CREATE TABLE unit_alias (
        id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT NOT NULL UNIQUE,
        unit_id INTEGER NOT NULL REFERENCES unit (id) ON DELETE CASCADE,
        alias TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE
    ) STRICT;
CREATE INDEX journal_change_row ON journal_change (table_name, row_id);
CREATE INDEX journal_change_operation ON journal_change (operation);
CREATE INDEX journal_operation_state ON journal_operation (state, id);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX section_plan_id ON section (plan_id);
CREATE INDEX section_parent_id ON section (parent_id);
CREATE INDEX task_cycle_id ON task (cycle_id);
CREATE INDEX task_criterion_id ON task (criterion_id);
CREATE INDEX task_item_item_id ON task_item (item_id);
CREATE INDEX assignment_task_id ON assignment (task_id);
CREATE INDEX assignment_unit_id ON assignment (unit_id);
CREATE INDEX deduction_cycle_id ON deduction (cycle_id);
CREATE INDEX item_criterion_id ON item (criterion_id);
CREATE INDEX criterion_framework_id ON criterion (framework_id);
CREATE INDEX legal_base_plan_id ON legal_base (plan_id);
CREATE INDEX citation_plan_id ON citation (plan_id);
CREATE INDEX unit_alias_unit_id ON unit_alias (unit_id);
CREATE INDEX plan_version_plan_id ON plan_version (plan_id);
CREATE INDEX score_item_id ON score (item_id);
CREATE INDEX evidence_cycle_id ON evidence (cycle_id);
CREATE INDEX evidence_link_item_id ON evidence_link (item_id);
CREATE INDEX predecessor_cycle_id ON predecessor (cycle_id);
CREATE INDEX item_mapping_new_item_id ON item_mapping (new_item_id);
CREATE INDEX task_origin_task_id ON task (origin_task_id);
PRAGMA writable_schema=OFF;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('journal_operation',10);
INSERT INTO "sqlite_sequence" VALUES('journal_change',39);
INSERT INTO "sqlite_sequence" VALUES('organisation',1);
INSERT INTO "sqlite_sequence" VALUES('framework',1);
INSERT INTO "sqlite_sequence" VALUES('criterion',1);
INSERT INTO "sqlite_sequence" VALUES('item',3);
INSERT INTO "sqlite_sequence" VALUES('cycle',2);
INSERT INTO "sqlite_sequence" VALUES('unit',2);
INSERT INTO "sqlite_sequence" VALUES('task',3);
INSERT INTO "sqlite_sequence" VALUES('task_item',3);
INSERT INTO "sqlite_sequence" VALUES('assignment',3);
INSERT INTO "sqlite_sequence" VALUES('deduction',1);
INSERT INTO "sqlite_sequence" VALUES('setting',1);
INSERT INTO "sqlite_sequence" VALUES('evidence',3);
INSERT INTO "sqlite_sequence" VALUES('evidence_link',3);
INSERT INTO "sqlite_sequence" VALUES('score',1);
COMMIT;
